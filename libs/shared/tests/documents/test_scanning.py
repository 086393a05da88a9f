"""The scanner: ClamAV's own daemon says what is clean; whatever else is said is no verdict."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from shared.documents.clamd import Clamd
from shared.documents.scanning import NoVerdict, Verdict
from shared.documents.storage import StorageUnavailable
from shared.local_ports import free_port
from shared.testing.clamd import EICAR, STREAM_BYTES, ClamdServer

from .clamd_stand_in import Talk, cut_short, saying, silent, stand_in


async def chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


@pytest.mark.clamd
@pytest.mark.parametrize("way", ["tcp", "unix"])
async def test_the_daemon_tells_the_test_virus_from_a_clean_file(
    clamd: ClamdServer, way: str
) -> None:
    scanner = Clamd(clamd.url if way == "tcp" else clamd.unix_url)

    assert await scanner.is_there()
    assert await scanner.scan(chunks(b"%PDF-1.7 nothing")) is Verdict.CLEAN
    assert await scanner.scan(chunks(b"%PDF-1.7 ", EICAR[:20], b"", EICAR[20:])) is Verdict.INFECTED
    assert await scanner.scan(chunks()) is Verdict.CLEAN


@pytest.mark.clamd
async def test_many_files_at_once_each_get_their_own_verdict(clamd: ClamdServer) -> None:
    scanner = Clamd(clamd.url)
    files = [EICAR if number % 3 == 0 else b"clean" for number in range(24)]

    verdicts = await asyncio.gather(*(scanner.scan(chunks(bytes(9), one)) for one in files))

    assert [one is Verdict.INFECTED for one in verdicts] == [one is EICAR for one in files]


@pytest.mark.clamd
async def test_a_file_over_the_daemons_own_limit_has_no_verdict(clamd: ClamdServer) -> None:
    mebibyte = bytes(1024 * 1024)
    pieces = [mebibyte] * (STREAM_BYTES // len(mebibyte) + 1)

    with pytest.raises(NoVerdict):
        await Clamd(clamd.url).scan(chunks(*pieces))


@pytest.mark.parametrize(
    "talk",
    [
        silent,
        cut_short,
        saying(b""),
        saying(b"stream: OK"),
        saying(b"stream: OK ERROR\0"),
        saying(b"INSTREAM size limit exceeded. ERROR\0"),
        saying(b"/tmp/other: OK\0"),
        saying(b"OK\0"),
        saying(b"x" * 100_000 + b"\0"),
    ],
    ids=["silent", "cut", "nothing", "unfinished", "odd", "limit", "other", "short", "endless"],
)
async def test_what_is_not_its_clear_word_is_no_verdict(talk: Talk) -> None:
    async with stand_in(talk) as url:
        with pytest.raises(NoVerdict) as refusal:
            await Clamd(url, deadline_seconds=0.5).scan(chunks(b"%PDF-1.7"))

    assert refusal.value.code == "unavailable"


async def test_a_daemon_that_is_away_is_no_verdict_and_not_there() -> None:
    scanner = Clamd(f"tcp://127.0.0.1:{free_port()}")

    assert not await scanner.is_there()
    with pytest.raises(NoVerdict):
        await scanner.scan(chunks(b"%PDF-1.7"))
    with pytest.raises(NoVerdict):
        await Clamd("unix:///nowhere/clamd.ctl").scan(chunks(b"%PDF-1.7"))


async def test_storage_that_breaks_off_is_storages_own_refusal() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"%PDF-1.7"
        raise StorageUnavailable

    async with stand_in(saying(b"stream: OK\0")) as url:
        with pytest.raises(StorageUnavailable):
            await Clamd(url).scan(broken())


@pytest.mark.parametrize("url", ["http://clamd:3310", "clamd:3310", "unix://", "tcp://"])
def test_an_address_of_another_kind_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="a scanner is at"):
        Clamd(url)
