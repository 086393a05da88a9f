"""P8: inbox, search and tracking at a million applications against ten thousand.

Both databases stand on one server, and the use cases read them through the real store, as the
application role under row-level security. No HTTP is in between: what it costs is the same for
both and would hide a difference. Two of a hundred applications are open at either size.
"""

import itertools
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import asyncpg
import sqlalchemy as sa

from bench.harness import Absolute, Gate, Result, alternate
from bench.permit_apart import NUMBERED, indexes_made_afterwards, multiply
from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.adapters.store.desk import PostgresDesk
from permit_service.adapters.store.inbox import page_statement, page_values
from permit_service.application.draft_application import DraftApplication, draft_application
from permit_service.application.listing import ApplicationQuery, Holding, Order, Position, Turn
from permit_service.application.ports import Ports
from permit_service.application.read_applications import read_application, track_application
from permit_service.application.read_inbox import COUNT_BOUND
from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.office import GateSetting, Office
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.service import Mode
from permit_service.domain.steps import Status
from permit_service.settings import NAME
from permit_service.testing.facts import OFFICE, person
from permit_service.testing.memory_work import MemoryDesk, memory_ports
from permit_service.testing.service import migrate_service, open_database
from shared.clock import SystemClock
from shared.database.embedded import EmbeddedPostgres
from shared.database.engine import Database
from shared.identity import Role, system_caller
from stories.deployment import free_port

SMALL, LARGE = 10_000, 1_000_000
LIMIT = 20
STAFF = person(Role.LICENSING_OFFICIAL)
GATE = Gate(value=1.5, goal=1.2, is_most=True)

# Of a thousand: 5 submitted, 3 returned, 4 verified, 5 validated, 3 signed, 10 rejected.
_STATUS = (
    "case when n % 1000 < 5 then 'submitted' when n % 1000 < 8 then 'returned'"
    " when n % 1000 < 12 then 'verified' when n % 1000 < 17 then 'validated'"
    " when n % 1000 < 20 then 'signed' when n % 1000 < 30 then 'rejected' else 'delivered' end"
)
_AT = "now() - ({size} - n) * interval '1 second'"
_MOVE = """jsonb_build_array(jsonb_build_object('move', case when n % 1000 < 20 then 'started'
  else 'stopped' end, 'at', now(), 'reason', null))"""
_CHANGED = {
    "id": NUMBERED,
    "status": _STATUS,
    "receipt_number": "'8102-' || lpad(n::text, 16, '0')",
    "applicant_name": "'Pemohon ' || to_hex((n::bigint * 7919) % 1048576)",
    "reference": "'REF-' || n",
    "created_at": _AT,
    "submitted_at": _AT,
    "signed_at": f"case when n % 1000 between 17 and 19 or n % 1000 >= 30 then {_AT} end",
    "due_on": "current_date + (n % 30)::int - 10",
    "clock": _MOVE,
}
_PARTS = (
    "insert into recommendation (application_id, agency, office_code, state, asked_at)"
    " select id, agency, office_code, 'asked', now() from application,"
    " unnest(array['bapenda', 'dinas-putr']) agency"
    " where status = 'verified' and hashtext(id::text) % 2 = 0",
    "insert into survey_fact (application_id, office_code, completed_at)"
    " select id, office_code, now() from application"
    " where status = 'validated' and hashtext(id::text) % 2 = 0",
    "insert into step_claim (id, application_id, office_code, step, holder, holder_name,"
    " claimed_at, expires_at) select gen_random_uuid(), id, office_code, 'verification', 'a',"
    " 'loket.' || (hashtext(id::text) % 4), now(), now() + interval '1 day' from application"
    " where status = 'submitted' and hashtext(id::text) % 4 = 0",
    "insert into public_token (kind, token, office_code, target)"
    " select 'receipt', receipt_number, office_code, id from application",
)


@dataclass(frozen=True, slots=True)
class Register:
    """An office's applications, `size` of them."""

    size: int
    database: Database
    desk: PostgresDesk

    async def page(self, query: ApplicationQuery) -> int:
        """How many rows a page has."""
        async with self.desk.read(STAFF) as reading:
            return len(await reading.applications.page(query))

    async def plan(self, query: ApplicationQuery) -> str:
        """How PostgreSQL reads a page."""
        async with self.database.read(STAFF) as connection:
            statement = sa.text("explain " + page_statement(query))
            found = await connection.execute(statement, page_values(query))
            return "\n".join(str(row[0]) for row in found)


@asynccontextmanager
async def registers() -> AsyncIterator[tuple[Register, Register]]:
    """The small one and the large one, on one durable server."""
    with tempfile.TemporaryDirectory(prefix="satupintu-bench-") as name:
        home = Path(name)
        home.chmod(0o711)
        server = EmbeddedPostgres(home, port=free_port())
        await server.start()
        try:
            kept = [await _filled(server, size) for size in (SMALL, LARGE)]
            yield kept[0], kept[1]
            for one in kept:
                await one.database.close()
        finally:
            await server.stop()


async def _filled(server: EmbeddedPostgres, size: int) -> Register:
    """One application is drafted as a client would; the others are its copies."""
    name = f"{NAME}_{size}"
    await server.ensure_database(name)
    address = server.address(name, tcp=True)
    await migrate_service(address)
    database = open_database(address, clock=SystemClock())
    desk = PostgresDesk(database)
    template = await _drafted(desk)
    connection = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
    changed = {column: text.format(size=size) for column, text in _CHANGED.items()}
    source = f"generate_series(1, {size}) n where t.id = '{template}'"
    async with indexes_made_afterwards(connection):
        await multiply(connection, "application", changed, source)
        await connection.execute(f"delete from application where id = '{template}'")
        for statement in _PARTS:
            await connection.execute(statement)
    await connection.execute("vacuum analyze")
    await connection.close()
    return Register(size, database, desk)


async def _drafted(desk: PostgresDesk) -> str:
    office = Office(
        code=OFFICE,
        name="DPMPTSP",
        regency="Maluku Tenggara",
        time_zone="Asia/Jayapura",
        survey_gate=GateSetting.REQUIRED,
        survey_gate_source="Perbup",
        counts_cuti_bersama_as_working=False,
        number_code="DPMPTSP",
        settings_version=1,
    )
    async with desk.begin(system_caller(NAME, OFFICE)) as work:
        await work.offices.save(office)
        await work.catalogue.load(OFFICE, default_catalogue(), at=work.now)
    ports = ports_on(desk)
    applicant = Applicant(
        kind=ApplicantKind.ORGANISATION, name="x", email="x@contoh.example", phone="0811000000"
    )
    command = DraftApplication(
        caller=person(Role.APPLICANT),
        office_code=OFFICE,
        service_code="REKLAME",
        mode=Mode.SELF_SERVICE,
        applicant=applicant,
        declaration_accepted=True,
    )
    return str((await draft_application(command, ports)).application.id)


def ports_on(desk: PostgresDesk) -> Ports:
    """The use cases' ports on a database; what they do not need is in memory."""
    memory = memory_ports(MemoryDesk(SystemClock()))
    return replace(memory, begin=desk.begin, read=desk.read, direct=desk.direct)


def _asked(**changes: object) -> ApplicationQuery:
    now = SystemClock().now()
    values = {"limit": LIMIT, "offices": (OFFICE,), "now": now} | changes
    return ApplicationQuery(**values)  # type: ignore[arg-type]


def _pages(size: int) -> dict[str, ApplicationQuery]:
    submitted, verified = (Status.SUBMITTED,), (Status.VERIFIED,)
    active = (Status.SUBMITTED, Status.VERIFIED, Status.VALIDATED)
    now = SystemClock().now()
    halfway = Position(id=UUID(int=size // 2), value=now - timedelta(seconds=size // 2))
    return {
        "newest of the office": _asked(),
        "what waits for the counter": _asked(statuses=submitted, turn=Turn.OFFICER),
        "what nobody has taken up": _asked(statuses=submitted, holding=Holding(name=None)),
        "what one officer holds": _asked(statuses=submitted, holding=Holding(name="loket.0")),
        "late, the latest first": _asked(statuses=active, is_overdue=True, order=Order.DUE),
        "the oldest at the Head's": _asked(
            statuses=(Status.VALIDATED,), turn=Turn.OFFICER, order=Order.OLDEST
        ),
        "half way through the oldest at the counter": _asked(
            statuses=submitted, order=Order.OLDEST, after=halfway
        ),
        "waiting for an agency": _asked(
            statuses=verified, agency="bapenda", agency_state=RecommendationState.ASKED
        ),
        "due soon": _asked(
            statuses=active, due_before=now.date() + timedelta(days=3), order=Order.DUE
        ),
        "older than a day": _asked(
            statuses=active, submitted_before=now - timedelta(minutes=30), order=Order.OLDEST
        ),
    }


def _searches(size: int) -> dict[str, ApplicationQuery]:
    middle = size // 2
    return {
        "by receipt": _asked(text=f"8102-{middle:016d}"),
        "by reference": _asked(text=f"REF-{middle}"),
        "by name": _asked(text=f"pemohon {(middle * 7919) % 1048576:x}"),
    }


Ways = dict[str, Callable[[], Awaitable[object]]]


async def _compared(
    title: str,
    kept: tuple[Register, Register],
    asked: Callable[[Register], Ways],
    said: Sequence[str] = (),
) -> Result:
    """The same questions to both, one after the other; the mean of what they took."""
    small, large = kept
    each: dict[tuple[str, int], list[float]] = {}

    def measure(register: Register) -> Callable[[float], Awaitable[float]]:
        ways = asked(register)

        async def timed(seconds: float) -> float:
            taken: list[float] = []
            ends = time.perf_counter() + seconds
            for name in itertools.cycle(ways):
                started = time.perf_counter()
                await ways[name]()
                took = (time.perf_counter() - started) * 1000
                taken.append(took)
                each.setdefault((name, register.size), []).append(took)
                if time.perf_counter() > ends and name == list(ways)[-1]:
                    break
            return statistics.fmean(taken)

        return timed

    rounds = await alternate(measure(small), measure(large))
    names = dict.fromkeys(name for name, _ in each)
    medians = [
        f"{name}: median {statistics.median(each[name, small.size]):.2f} ms at {small.size:,} and"
        f" {statistics.median(each[name, large.size]):.2f} ms at {large.size:,}"
        for name in names
    ]
    return Result(
        goal="P8",
        title=f"{title}, {large.size:,} applications",
        unit="ms",
        floor_name=f"{small.size:,}",
        rounds=rounds,
        gate=GATE,
        notes=(*said, *medians),
    )


async def _plans(register: Register, queries: dict[str, ApplicationQuery]) -> Sequence[str]:
    """No page reads the register from end to end."""
    plans = {name: await register.plan(query) for name, query in queries.items()}
    scanned = [name for name, plan in plans.items() if "Seq Scan on application" in plan]
    assert not scanned, "\n".join(f"{name}:\n{plans[name]}" for name in scanned)
    return [f"no sequential scan of applications in the plans of {len(plans)} pages"]


async def applications() -> Sequence[Result | Absolute]:
    """P8: pages of an inbox, searches, tracking, one file; what the dashboard's numbers cost."""
    async with registers() as kept:
        large = kept[1]
        pages = _pages(large.size)
        said = [*await _plans(large, pages), *await _plans(large, _searches(large.size))]
        return [
            await _compared("inbox", kept, lambda one: _ways(one, _pages(one.size)), said),
            await _compared("search", kept, lambda one: _ways(one, _searches(one.size))),
            await _compared("tracking by receipt", kept, _tracking),
            await _compared("reading one", kept, _reading),
            *[await _summary(one) for one in kept],
        ]


def _ways(register: Register, queries: dict[str, ApplicationQuery]) -> Ways:
    return {name: partial(register.page, query) for name, query in queries.items()}


def _tracking(register: Register) -> Ways:
    ports = ports_on(register.desk)
    receipts = itertools.cycle(
        f"8102-{number:016d}" for number in range(1, register.size, register.size // 97)
    )
    return {"by receipt": lambda: track_application(next(receipts), ports)}


def _reading(register: Register) -> Ways:
    ports = ports_on(register.desk)
    numbers = itertools.cycle(range(1, register.size, register.size // 97))
    return {"by id": lambda: read_application(UUID(int=next(numbers)), STAFF, ports)}


async def _summary(register: Register) -> Absolute:
    """It counts up to a bound, whatever there is."""
    taken: list[float] = []
    for _ in range(50):
        started = time.perf_counter()
        async with register.desk.read(STAFF) as reading:
            today = reading.now.date()
            await reading.applications.waiting(
                OFFICE, today=today, now=reading.now, bound=COUNT_BOUND
            )
        taken.append((time.perf_counter() - started) * 1000)
    title = f"inbox in numbers, {register.size:,} applications"
    return Absolute(goal="P8", title=title, unit="ms", values=taken[5:], gate=None)
