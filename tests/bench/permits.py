"""P1 and P3: submitting an application, and reading one, at the permit service's own door."""

import asyncio
import os
import shutil
import statistics
from pathlib import Path

import asyncpg

from bench.harness import ROUNDS, SECONDS, TRIES, Gate, Result, alternate
from bench.load import closed_loop, request
from bench.permit_apart import PermitBench, permit_service
from bench.permit_server import BARE, HELLO

# More than there is time to submit, were each round repeated.
DRAFTS = 5_000 + int(ROUNDS * TRIES * SECONDS * 1_500)
SPARE = 20_000
PGBENCH = next(
    (str(one) for one in sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))),
    shutil.which("pgbench"),
)
# The command's own statements one by one, in a transaction, on rows that the service leaves alone.
SUBMIT = """
\\set n random({first}, {last})
begin;
select set_config('app.offices', '', true), set_config('app.actor', '{owner}', true);
insert into once_mark (mark, fingerprint, answer)
  values (gen_random_uuid()::text, '\\x00', convert_to(repeat('x', 3000), 'UTF8'));
select * from application where id = lpad(to_hex(:n::bigint), 32, '0')::uuid;
update application set status = 'submitted', version = version + 1,
  receipt_number = gen_random_uuid()::text, submitted_at = now(), clock = '[]'
  where id = lpad(to_hex(:n::bigint), 32, '0')::uuid;
insert into public_token (kind, token, office_code, target)
  values ('receipt', gen_random_uuid()::text, '81.02', lpad(to_hex(:n::bigint), 32, '0')::uuid);
select append_event(gen_random_uuid(), '81.02', 'application',
  lpad(to_hex(:n::bigint), 32, '0')::uuid, lpad(to_hex(:n::bigint), 32, '0')::uuid::text,
  'permit.application_submitted', 1, '{owner}', null, now(), null, null, repeat('x', 300));
commit;
"""
_SUBMITTED = (
    "select (select count(*) from event_log where type = 'permit.application_submitted'),"
    " (select count(*) from once_mark), (select count(*) from public_token where kind = 'receipt')"
)


async def pgbench(bench: PermitBench, seconds: float) -> float:
    """Transactions per second, by PostgreSQL's own client, as the service's role."""
    assert PGBENCH, "pgbench is not there"
    script = bench.home / "submit.sql"
    script.write_text(
        SUBMIT.format(first=bench.drafts + 1, last=bench.drafts + SPARE, owner=bench.owner)
    )
    process = await asyncio.create_subprocess_exec(
        PGBENCH,
        *("-n", "-M", "prepared", "-c", "32", "-j", "1", "-T", str(max(round(seconds), 1))),
        *("-f", str(script), bench.plain_address),
        env=os.environ | {"PGOPTIONS": "-c role=permit_app"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output = (await process.communicate())[0].decode()
    line = next((one for one in output.splitlines() if one.startswith("tps")), None)
    assert line is not None, output
    return float(line.split()[2])


async def submissions() -> Result:
    """P1: authenticated, validated, idempotent, audited, durable, one worker."""
    async with permit_service(drafts=DRAFTS, spare=SPARE) as bench:

        async def product(seconds: float) -> float:
            before = await _counts(bench)
            load = await bench.loaded(seconds, bench.submission)
            counts = [now - then for now, then in zip(await _counts(bench), before, strict=True)]
            assert counts == [load.answered] * 3, (counts, load.answered)
            return load.rate

        rounds = await alternate(lambda seconds: pgbench(bench, seconds), product)
    return Result(
        goal="P1",
        title="submission, one worker on one core",
        unit="/s",
        floor_name="pgbench, its statements",
        rounds=rounds,
        gate=Gate(value=0.6, goal=1.2),
        notes=(bench.spent_each,),
    )


async def _counts(bench: PermitBench) -> list[int]:
    connection = await asyncpg.connect(bench.plain_address)
    try:
        return list(await connection.fetchrow(_SUBMITTED))
    finally:
        await connection.close()


async def readings() -> Result:
    """P3: one application, with rights, against the smallest route of the same framework."""
    async with permit_service(drafts=1_000) as bench:
        hello = request("GET", "/", {})
        bare: list[float] = []

        async def smallest(seconds: float) -> float:
            bare.append((await closed_loop(bench.port + BARE, lambda: hello, seconds / 4)).rate)
            return (await closed_loop(bench.port + HELLO, lambda: hello, seconds)).rate

        rounds = await alternate(smallest, bench.reading)
    return Result(
        goal="P3",
        title="read one application, with rights",
        unit="/s",
        floor_name="the smallest route of the same framework",
        rounds=rounds,
        gate=Gate(value=0.5, goal=0.7),
        notes=(
            bench.spent_each,
            f"an app without any framework answers {statistics.median(bare):,.0f} /s, as fast as"
            " the load can ask",
        ),
    )
