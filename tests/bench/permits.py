"""P1 and P3: submitting an application, and reading one, at the permit service's own door."""

import asyncio
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx

from bench.harness import Gate, Result, alternate, pin, unpin
from bench.load import Load, closed_loop, request
from bench.permit_server import issuer_of
from permit_service.settings import NAME
from permit_service.testing.facts import office_changed
from permit_service.testing.service import Listener, build_service, migrate_service, open_database
from shared.clock import SystemClock
from shared.database.embedded import EmbeddedPostgres
from shared.identity import Caller, Role
from shared.tokens import new_signing_key
from stories.deployment import free_port
from stories.licence import PDF

OFFICE, SERVICE = "81.02", "REKLAME"
DRAFTS = 60_000
PGBENCH = next(
    (str(one) for one in sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))),
    shutil.which("pgbench"),
)
COPY = """
insert into {table} select (jsonb_populate_record(t, {changes})).*
from {table} t, generate_series(1, {count}) as n where {which}
"""
SUBMIT = """
\\set n random(1, {count})
begin;
select set_config('app.offices', '', true), set_config('app.actor', '{owner}', true);
insert into once_mark (mark, fingerprint, answer)
  values (gen_random_uuid()::text, 'f', convert_to(repeat('x', 1500), 'UTF8'));
select * from application where id = lpad(to_hex(:n::bigint), 32, '0')::uuid;
update application set status = 'submitted',
  version = version + 1,
  receipt_number = gen_random_uuid()::text, submitted_at = now(), clock = '[]'
  where id = lpad(to_hex(:n::bigint), 32, '0')::uuid;
insert into public_token (kind, token, office_code, target)
  values ('receipt', gen_random_uuid()::text, '81.02', lpad(to_hex(:n::bigint), 32, '0')::uuid);
select append_event(gen_random_uuid(), '81.02', 'application',
  lpad(to_hex(:n::bigint), 32, '0')::uuid, lpad(to_hex(:n::bigint), 32, '0')::uuid::text,
  'permit.application_submitted', 1, '{owner}', null, now(), null, null, repeat('x', 300));
commit;
"""


@dataclass(slots=True)
class Bench:
    """A running permit service with many drafts of one owner."""

    port: int
    headers: dict[str, str]
    owner: str
    address: str
    home: Path
    numbers: "itertools.count[int]"

    def submission(self) -> bytes:
        """The next draft's submission, with a key of its own."""
        number = next(self.numbers)
        assert number <= DRAFTS, "the drafts are used up"
        headers = self.headers | {"Idempotency-Key": str(uuid4())}
        path = f"/v1/applications/{UUID(int=number)}/submission"
        return request("POST", path, headers | {"Content-Type": "application/json"}, b"{}")

    async def pgbench(self, seconds: float) -> float:
        """The command's own statements in BEGIN … COMMIT, by PostgreSQL's own client."""
        assert PGBENCH, "pgbench is not there"
        script = self.home / "submit.sql"
        script.write_text(SUBMIT.format(count=DRAFTS, owner=self.owner))
        url = self.address.replace("postgresql+asyncpg", "postgresql")
        process = await asyncio.create_subprocess_exec(
            PGBENCH,
            *("-n", "-M", "prepared", "-c", "32", "-j", "1", "-T", str(max(round(seconds), 1))),
            *("-f", str(script), url),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output = (await process.communicate())[0].decode()
        line = next((one for one in output.splitlines() if one.startswith("tps")), None)
        assert line is not None, output
        return float(line.split()[2])


@asynccontextmanager
async def permit_service() -> AsyncIterator[Bench]:
    """PostgreSQL and the load on one core, the service on the other."""
    with tempfile.TemporaryDirectory(prefix="satupintu-bench-") as name:
        home = Path(name)
        home.chmod(0o711)
        pin(0)
        server = EmbeddedPostgres(home, port=free_port())
        await server.start()
        try:
            await server.ensure_database(NAME)
            address = server.address(NAME, tcp=True)
            await migrate_service(address)
            async with _serving(home, address) as bench:
                yield bench
        finally:
            await server.stop()
            unpin()


@asynccontextmanager
async def _serving(home: Path, address: str) -> AsyncIterator[Bench]:
    key, port = new_signing_key(), free_port()
    issuer = issuer_of(key)
    database = open_database(address, clock=SystemClock())
    service = build_service(database, issuer=issuer, home=home / "signing")
    await Listener(service).tell(office_changed(OFFICE))
    await database.close()
    options = {"address": address, "key": key, "home": str(home / "signing"), "port": port}
    process = subprocess.Popen([sys.executable, "-m", "bench.permit_server", json.dumps(options)])
    owner = Caller(actor=str(uuid4()), roles=frozenset({Role.APPLICANT}))
    issued = issuer.signer.sign(owner, until=SystemClock().now() + timedelta(hours=2))
    headers = {"Authorization": f"Bearer {issued.token}"}
    try:
        await _make_drafts(port, headers, address)
        yield Bench(port, headers, owner.actor, address, home, itertools.count(1))
    finally:
        process.terminate()
        process.wait(timeout=20)


async def _make_drafts(port: int, headers: dict[str, str], address: str) -> None:
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30
    ) as http:
        for _ in range(100):
            try:
                if (await http.get("/readyz")).status_code == 200:
                    break
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
        body = {
            "service_code": SERVICE,
            "office_code": OFFICE,
            "mode": "self_service",
            "applicant": {
                "kind": "organisation",
                "name": "CV Contoh",
                "email": "cv@example.invalid",
                "phone": "+6281100000000",
                "nib": "9120001234567",
                "address": "Jalan Contoh 1",
            },
            "form": {},
            "declaration_accepted": True,
        }
        draft = (await http.post("/v1/applications", json=body)).raise_for_status().json()
        service = (await http.get(f"/v1/services/{SERVICE}?office_code={OFFICE}")).json()
        for one in service["requirements"]:
            answer = await http.post(
                f"/v1/applications/{draft['id']}/documents",
                data={"requirement_no": str(one["no"])},
                files={"file": ("a.pdf", PDF, "application/pdf")},
            )
            answer.raise_for_status()
    await _copy(address, UUID(draft["id"]))


async def _copy(address: str, draft: UUID) -> None:
    number = "lpad(to_hex(n), 32, '0')::uuid"
    connection = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
    await connection.execute(
        COPY.format(
            table="application",
            changes=f"jsonb_build_object('id', {number})",
            count=DRAFTS,
            which=f"t.id = '{draft}'",
        )
    )
    await connection.execute(
        COPY.format(
            table="document",
            changes=f"jsonb_build_object('id', gen_random_uuid(), 'application_id', {number})",
            count=DRAFTS,
            which=f"t.application_id = '{draft}'",
        )
    )
    await connection.execute("vacuum analyze")
    await connection.close()


async def submissions() -> Result:
    """P1: authenticated, validated, idempotent, audited, durable, one worker."""
    async with permit_service() as bench:

        async def product(seconds: float) -> float:
            load = await closed_loop(bench.port, bench.submission, seconds)
            return load.rate

        floors, products, dropped = await alternate(bench.pgbench, product)
    return Result(
        goal="P1",
        title="submission, one worker on one core",
        unit="/s",
        floor_name="pgbench, its statements",
        floors=floors,
        products=products,
        dropped=dropped,
        gate=Gate(value=0.6, goal=1.2),
    )


async def readings() -> Result:
    """P3: one application, with rights."""
    async with permit_service() as bench:
        one = request("GET", f"/v1/applications/{UUID(int=1)}", bench.headers)
        hello = request("GET", "/", {})

        async def rate(port: int, what: bytes, seconds: float) -> float:
            load: Load = await closed_loop(port, lambda: what, seconds)
            return load.rate

        floors, products, dropped = await alternate(
            lambda seconds: rate(bench.port + 1, hello, seconds),
            lambda seconds: rate(bench.port, one, seconds),
        )
    return Result(
        goal="P3",
        title="read one application, with rights",
        unit="/s",
        floor_name="the smallest app on the same server",
        floors=floors,
        products=products,
        dropped=dropped,
        gate=Gate(value=0.5, goal=0.7),
    )
