"""A permit service on a durable database with many drafts of one owner, for P1, P3 and P4.

PostgreSQL and the load share one core, the service has the other.
"""

import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx

from bench.harness import pin, processor_seconds, unpin
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
from stories.licence import NIB, OFFICE, PDF, SERVICE

DRAFT = {
    "service_code": SERVICE,
    "office_code": OFFICE,
    "mode": "self_service",
    "applicant": {
        "kind": "organisation",
        "name": "CV Contoh",
        "email": "cv@example.invalid",
        "phone": "+6281100000000",
        "nib": NIB,
        "address": "Jalan Contoh 1",
    },
    "form": {},
    "declaration_accepted": True,
}
NUMBERED = "lpad(to_hex(n), 32, '0')::uuid"


@dataclass(slots=True)
class PermitBench:
    """A running service. Draft number n has the id UUID(int=n)."""

    port: int
    headers: dict[str, str]
    owner: str
    address: str
    home: Path
    drafts: int
    numbers: "itertools.count[int]"
    pid: int
    spent: list[float] = field(default_factory=list)

    @property
    def plain_address(self) -> str:
        """The database's address as PostgreSQL's own clients take it."""
        return self.address.replace("postgresql+asyncpg", "postgresql")

    def submission(self) -> bytes:
        """The next draft's submission, with a key of its own."""
        number = next(self.numbers)
        assert number <= self.drafts, "the drafts are used up"
        headers = self.headers | {"Idempotency-Key": str(uuid4())}
        path = f"/v1/applications/{UUID(int=number)}/submission"
        return request("POST", path, headers | {"Content-Type": "application/json"}, b"{}")

    async def loaded(
        self, seconds: float, make_request: Callable[[], bytes], *, port: int | None = None
    ) -> Load:
        """A closed loop at the service or at another port; notes what the service's process used
        for each answer, in milliseconds."""
        before = processor_seconds(self.pid)
        load = await closed_loop(port or self.port, make_request, seconds)
        self.spent.append((processor_seconds(self.pid) - before) / load.answered * 1000)
        return load

    @property
    def spent_each(self) -> str:
        """What is said of it; the first figure was taken warming up."""
        return f"{statistics.median(self.spent[1:]):.2f} ms of a core per answer of the service"

    async def reading(self, seconds: float, *, port: int | None = None) -> float:
        """How often a second one application is read, at the service or at another port."""
        one = request("GET", f"/v1/applications/{UUID(int=1)}", self.headers)
        return (await self.loaded(seconds, lambda: one, port=port)).rate


@asynccontextmanager
async def permit_service(*, drafts: int, spare: int = 0) -> AsyncIterator[PermitBench]:
    """With `drafts` for the service to work on, and `spare` ones after them without documents."""
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
            async with _serving(home, address, drafts) as bench:
                await _copy(bench, spare)
                yield bench
        finally:
            await server.stop()
            unpin()


@contextmanager
def child(module: str, options: dict[str, object]) -> Iterator[subprocess.Popen[bytes]]:
    """A server of the bench as a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", module, json.dumps(options)])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


async def until_answered(port: int) -> None:
    """Returns when the server answers what passes through or lies behind it."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=5) as http:
        for _ in range(600):
            try:
                if (await http.get("/v1/services")).status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise AssertionError("the server does not take work")


@asynccontextmanager
async def _serving(home: Path, address: str, drafts: int) -> AsyncIterator[PermitBench]:
    key, port = new_signing_key(), free_port()
    issuer = issuer_of(key)
    database = open_database(address, clock=SystemClock())
    service = build_service(database, issuer=issuer, home=home / "signing")
    await Listener(service).tell(office_changed(OFFICE))
    await database.close()
    options: dict[str, object] = {
        "address": address,
        "key": key,
        "home": str(home / "signing"),
        "port": port,
    }
    owner = Caller(actor=str(uuid4()), roles=frozenset({Role.APPLICANT}))
    issued = issuer.signer.sign(owner, until=SystemClock().now() + timedelta(hours=2))
    headers = {"Authorization": f"Bearer {issued.token}"}
    with child("bench.permit_server", options) as process:
        await until_answered(port)
        numbers = itertools.count(1)
        yield PermitBench(port, headers, owner.actor, address, home, drafts, numbers, process.pid)


async def _copy(bench: PermitBench, spare: int) -> None:
    """One draft is made at the door, with a document for each requirement; the others are its
    copies."""
    draft = await _draft(bench)
    connection = await asyncpg.connect(bench.plain_address)
    await multiply(
        connection,
        "application",
        {"id": NUMBERED},
        f"generate_series(1, {bench.drafts + spare}) n where t.id = '{draft}'",
    )
    await multiply(
        connection,
        "document",
        {"id": "gen_random_uuid()", "application_id": NUMBERED},
        f"generate_series(1, {bench.drafts}) n where t.application_id = '{draft}'",
    )
    # The others are left as an empty deployment has them: no statement is planned for one row.
    await connection.execute("vacuum analyze application, document")
    await connection.execute("checkpoint")
    await connection.close()


async def _draft(bench: PermitBench) -> UUID:
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{bench.port}", headers=bench.headers, timeout=30
    ) as http:
        draft = (await http.post("/v1/applications", json=DRAFT)).raise_for_status().json()
        service = (await http.get(f"/v1/services/{SERVICE}?office_code={OFFICE}")).json()
        for one in service["requirements"]:
            answer = await http.post(
                f"/v1/applications/{draft['id']}/documents",
                data={"requirement_no": str(one["no"])},
                files={"file": ("a.pdf", PDF, "application/pdf")},
            )
            answer.raise_for_status()
    return UUID(draft["id"])


async def multiply(
    connection: asyncpg.Connection, table: str, changed: dict[str, str], source: str
) -> None:
    """Copies of rows of a table, with some columns changed. What is computed computes itself."""
    columns = [
        row["attname"]
        for row in await connection.fetch(
            "select attname from pg_attribute where attrelid = $1::text::regclass"
            " and attnum > 0 and not attisdropped and attgenerated = '' order by attnum",
            table,
        )
    ]
    values = ", ".join(changed.get(one, f"t.{one}") for one in columns)
    await connection.execute(
        f"insert into {table} ({', '.join(columns)}) select {values} from {table} t, {source}"
    )


@asynccontextmanager
async def indexes_made_afterwards(connection: asyncpg.Connection) -> AsyncIterator[None]:
    """What is inside fills tables without the indexes that hold no constraint, which are made again
    when it is done: of a million rows this takes a fraction of the time."""
    found = await connection.fetch(
        "select x.indexrelid::regclass::text as name, pg_get_indexdef(x.indexrelid) as made"
        " from pg_index x join pg_class c on c.oid = x.indrelid"
        " where c.relnamespace = 'public'::regnamespace and not x.indisunique"
        " and not exists (select from pg_constraint where conindid = x.indexrelid)"
    )
    await connection.execute("set synchronous_commit = off; set maintenance_work_mem = '256MB'")
    for index in found:
        await connection.execute(f"drop index {index['name']}")
    yield
    for index in found:
        await connection.execute(index["made"])
