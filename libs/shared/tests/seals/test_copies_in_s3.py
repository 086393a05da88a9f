"""Copies of seals in somebody else's object storage."""

import asyncio

from shared.seals.copies import copies_at
from shared.testing.probe import SERVICE
from shared.testing.s3 import S3Server

from .test_seals import HEADS, Log, log, sealer_of, without

__all__ = ["log"]


async def test_copies_in_s3_hold_a_log_as_those_in_a_folder_do(log: Log, s3: S3Server) -> None:
    url = s3.make_bucket("seals-of-a-log")
    copies = copies_at(f"{url}/satu", home=log.home, log=SERVICE, options=s3.options)
    log.sealer = sealer_of(log.database, log.home, copies)
    await log.write(2)
    assert await log.sealer.step() == 1
    await log.write(1)
    # Two workers at once, then a death between the copy and the row.
    assert sum(await asyncio.gather(log.sealer.step(), log.sealer.step())) == 1
    await log.change("delete from audit_seal where number = 2")
    assert await log.sealer.step() == 1
    clean = await log.found()

    await log.change(*without("position > 6"), HEADS, "delete from audit_seal where number = 2")
    cut_off, refused = await log.found(), await log.sealer.step()
    first, second = sorted(s3.files_of("seals-of-a-log"))
    first.write_bytes(second.read_bytes())
    forged = await log.found()
    first.unlink()
    missing = await log.found()

    assert (clean, refused) == ([], 0)
    assert {one.partition(",")[0] for one in cut_off} == {"truncated"}
    assert "forged_copy, seal 1" in forged
    assert "missing_copy, seal 1" in missing
