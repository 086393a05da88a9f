"""P8: the index at ten million answers against ten, a recap at a million licences against ten
thousand. P15: read models built again, events a second and what memory does meanwhile.

Tallies, licences and their counters are made by SQL in the services' own schemas; the use cases
read them through the real stores under row-level security. The rebuild applies events through every
reaction of reporting; the owners' side, which serves its log in pages, is not part of the figure.
"""

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import psutil

from bench.harness import SECONDS, Absolute, Gate, Result, alternate
from reporting_service.adapters.work import PostgresGate
from reporting_service.application.licence_recap import GroupBy, RecapQuery, licence_recaps
from reporting_service.application.ports import Ports
from reporting_service.application.rebuild_read_models import (
    BATCH,
    go_on_with_rebuilds,
    request_rebuild,
)
from reporting_service.domain.kinds import Channel
from reporting_service.entrypoints.consumers import subscriptions
from reporting_service.entrypoints.consumers.applying import applier
from reporting_service.settings import NAME
from reporting_service.testing import memory_ports as reporting_ports
from reporting_service.testing import migrate_service as migrate_reporting
from shared.calendar.office_time import Quarter
from shared.clock import SystemClock
from shared.contracts.permit import LicenceIssuedV1
from shared.database.embedded import EmbeddedPostgres
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.identity import Caller, Role, system_caller
from shared.ids import new_id
from shared.messaging.contract import Message
from stories.deployment import free_port
from survey_service.adapters.work import PostgresStorage
from survey_service.application.ports import Ports as SurveyPorts
from survey_service.application.read_index import ReadIndex, read_groups, read_index
from survey_service.testing.memory_work import MemoryStorage
from survey_service.testing.memory_work import memory_ports as survey_ports
from survey_service.testing.service import migrate_service as migrate_survey
from survey_service.testing.service import open_database as open_survey

OFFICE = "62.02"
GATE = Gate(value=1.5, goal=1.2, is_most=True)
MANY_ANSWERS = 10_000_000
FEW_LICENCES, MANY_LICENCES = 10_000, 1_000_000
REBUILT = 60_000
SERVICES, MODES = 26, 4

_TALLIES = """
with cell as (
  select make_date(2024, 1 + n % {months}, 1) as month, 'S' || n / {months} % {services} as service,
    (array['gate', 'kiosk', 'web', 'import'])[1 + n / ({months} * {services}) % 4] as mode,
    (array['SD', 'SMP', 'SMA', 'S1'])[1 + n % 4] as education from generate_series(0, {cells} - 1) n
), grouped as (
  select field, month, value, count(*) * {each} as answers from cell cross join lateral (values
    ('', ''), ('service', service), ('collection_mode', mode), ('pendidikan', education))
    g (field, value) group by 1, 2, 3)
insert into monthly_tally (office_code, field, month, questionnaire_id, value, respondents, sums,
  uniform, all_highest)
select '{office}', field, month, 'SKM-2017-1', value, answers,
  (select jsonb_object_agg(code, answers * 3) from unnest(array['PERSYARATAN', 'PROSEDUR', 'WAKTU',
  'BIAYA', 'PRODUK', 'KOMPETENSI', 'PERILAKU', 'SARANA', 'PENGADUAN']) code), 0, 0 from grouped
"""
_KNOWN = (
    f"insert into office (code, name, regency, time_zone, number_code, settings_version)"
    f" values ('{OFFICE}', 'DPMPTSP', 'Kabupaten', 'Asia/Pontianak', 'DPMPTSP', 1)"
)
_ISSUED = """
insert into issuance (office_code, measure, reference, channel, kind, issued_on, number,
  working_days)
select '{office}', 'licences', n::text,
  (array['MANUAL', 'SICANTIK', 'OSS', 'MPPD'])[1 + n % 4], 'S' || n % {services},
  date '2024-01-01' + n % 366, n::text, n % 9 from generate_series(1, {size}) n
"""
_COUNTED = """
insert into issuance_month (office_code, year, month, channel, kind, measure, count)
select office_code, 2024, extract(month from issued_on), channel, kind, measure, count(*)
from issuance group by 1, 2, 3, 4, 5, 6
"""


@asynccontextmanager
async def _server() -> AsyncIterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(prefix="satupintu-bench-") as name:
        home = Path(name)
        home.chmod(0o711)
        server = EmbeddedPostgres(home, port=free_port())
        await server.start()
        try:
            yield server
        finally:
            await server.stop()


async def _filled(
    server: EmbeddedPostgres,
    name: str,
    migrate: Callable[[str], Awaitable[None]],
    statements: Sequence[str],
) -> str:
    await server.ensure_database(name)
    address = server.address(name, tcp=True)
    await migrate(address)
    connection = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
    for statement in statements:
        await connection.execute(statement)
    await connection.execute("vacuum analyze")
    await connection.close()
    return address


def _timed(read: Callable[[], Awaitable[object]]) -> Callable[[float], Awaitable[float]]:
    async def measure(seconds: float) -> float:
        taken: list[float] = []
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            started = time.perf_counter()
            await read()
            taken.append((time.perf_counter() - started) * 1000)
        return statistics.fmean(taken)

    return measure


async def index() -> Sequence[Result]:
    """P8: a year's index, and its breakdowns; against ten answers, and against so few that each
    group is just shown, since what is hidden is not computed."""
    shapes = (
        _Answers(cells=10),
        _Answers(months=1, each=5),
        _Answers(each=MANY_ANSWERS // (12 * SERVICES * MODES)),
    )
    async with _server() as server:
        ten, few, many = [await _survey(server, shape) for shape in shapes]
        results = [await _index(ten, many, "10 answers", "index of a year", _whole)]
        for by in ("service", "collection_mode", "pendidikan"):
            title = f"index of a year by {by}"
            results.append(await _index(few, many, "5 answers a cell", title, _broken_down(by)))
        for one in (ten, few, many):
            await one.database.close()
    return results


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """How many there are of each service and mode in each of the first months of a year."""

    months: int = 12
    each: int = 1
    cells: int = 0

    @property
    def filled(self) -> int:
        """Cells with answers: all of them, where it is not said."""
        return self.cells or self.months * SERVICES * MODES


async def _whole(ports: SurveyPorts) -> object:
    return await read_index(ReadIndex(office_code=OFFICE, period="2024"), ports)


def _broken_down(by: str) -> Callable[[SurveyPorts], Awaitable[object]]:
    asked = ReadIndex(office_code=OFFICE, period="2024")
    return lambda ports: read_groups(asked, by, ports)


async def _index(
    few: "_Survey",
    many: "_Survey",
    few_name: str,
    title: str,
    read: Callable[[SurveyPorts], Awaitable[object]],
) -> Result:
    rounds = await alternate(
        _timed(lambda: read(few.ports)), _timed(lambda: read(many.ports)), seconds=SECONDS / 2
    )
    return Result(
        goal="P8",
        title=f"{title}, {MANY_ANSWERS:,} answers",
        unit="ms",
        floor_name=few_name,
        rounds=rounds,
        gate=GATE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Survey:
    """A database with tallies, and the use cases' ports on it."""

    database: Database
    ports: SurveyPorts


async def _survey(server: EmbeddedPostgres, answers: _Answers) -> _Survey:
    statements = (
        f"insert into office values ('{OFFICE}', 'DPMPTSP', 'Asia/Pontianak', 'required', 1)",
        _TALLIES.format(
            office=OFFICE,
            services=SERVICES,
            months=answers.months,
            cells=answers.filled,
            each=answers.each,
        ),
    )
    name = f"survey_{answers.filled}_{answers.each}"
    address = await _filled(server, name, migrate_survey, statements)
    database = open_survey(address, SystemClock())
    storage = PostgresStorage(database)
    ports = replace(
        survey_ports(MemoryStorage(SystemClock())), begin=storage.begin, read=storage.read
    )
    found = await read_index(ReadIndex(office_code=OFFICE, period="2024"), ports)
    assert found.index.respondents == answers.filled * answers.each
    return _Survey(database=database, ports=ports)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A filled database and the reading that is measured."""

    database: Database
    read: Callable[[], Awaitable[object]]


async def recap() -> Result:
    """P8: a quarter's recap of every channel, opened to its services."""
    async with _server() as server:
        few, many = [await _reporting(server, size) for size in (FEW_LICENCES, MANY_LICENCES)]
        rounds = await alternate(_timed(few.read), _timed(many.read))
        await few.database.close()
        await many.database.close()
    return Result(
        goal="P8",
        title=f"recap of a quarter, {MANY_LICENCES:,} licences",
        unit="ms",
        floor_name=f"{FEW_LICENCES:,}",
        rounds=rounds,
        gate=GATE,
    )


async def _reporting(server: EmbeddedPostgres, size: int) -> _Kept:
    issued = (_ISSUED.format(office=OFFICE, services=SERVICES, size=size), _COUNTED)
    database = await _opened(server, f"reporting_{size}", (_KNOWN, *issued))
    gate = PostgresGate(database)
    _, memory = reporting_ports(SystemClock())
    ports = replace(memory, begin=gate.begin, read=gate.read)
    head = Caller(actor="bench", roles=frozenset({Role.HEAD}), offices=(OFFICE,))
    query = RecapQuery(
        caller=head,
        office_code=OFFICE,
        quarter=Quarter(year=2024, number=2),
        group_by=GroupBy.SERVICE,
    )
    recaps = await licence_recaps(query, ports)
    assert len(recaps) == len(Channel)
    return _Kept(database=database, read=lambda: licence_recaps(query, ports))


async def _opened(server: EmbeddedPostgres, name: str, statements: Sequence[str]) -> Database:
    address = await _filled(server, name, migrate_reporting, statements)
    keyring = Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32)
    return Database(address, name=NAME, clock=SystemClock(), keyring=keyring)


class _Log:
    """An owner's log of so many events. A batch of them is made before it is asked for, since what
    an owner does is no part of the figure."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: dict[int, tuple[int, Message]] = {}
        self.told = 0

    def make(self) -> None:
        """The next batch, and no more than that: memory is measured."""
        places = range(self.told + 1, min(self.told + BATCH, self._size) + 1)
        self._made = {place: (place, _issued(OFFICE, place)) for place in places}

    async def read(
        self, publisher: str, office: str, after: int, limit: int
    ) -> Sequence[tuple[int, Message]]:
        """The page after a position; only the permit service has told anything."""
        if publisher != "permit":
            return ()
        assert office == OFFICE
        last = min(after + limit, self._size)
        self.told = last
        return [self._made[place] for place in range(after + 1, last + 1)]


def _issued(office: str, place: int) -> Message:
    event = LicenceIssuedV1(
        office_code=office,
        licence_id=UUID(int=place),
        application_id=UUID(int=place),
        service_code=f"S{place % SERVICES}",
        channel="SICANTIK",
        number=str(place),
        issued_on=date(2024, 1 + place % 12, 1),
        signed_at=datetime(2024, 1 + place % 12, 1, 3, tzinfo=UTC),
        working_days=place % 9,
    )
    return Message(
        id=UUID(int=place),
        type=event.type,
        version=event.version,
        office=office,
        subject_type=event.subject_type,
        subject=event.subject,
        sequence=1,
        key=event.key,
        key_sequence=1,
        occurred_at=event.signed_at,
        data=event.model_dump_json(),
    )


async def rebuild() -> Sequence[Absolute]:
    """P15: every event is parsed and counted by each reaction that listens to it."""
    async with _server() as server:
        database = await _opened(server, "reporting_rebuild", (_KNOWN,))
        gate = PostgresGate(database)
        log = _Log(REBUILT)
        _, memory = reporting_ports(SystemClock())
        ports = replace(
            memory,
            begin=gate.begin,
            read=gate.read,
            new_id=new_id,
            feed=log,
            apply=applier(subscriptions()),
        )
        administrator = Caller(
            actor="bench", roles=frozenset({Role.ADMINISTRATOR}), offices=(OFFICE,)
        )
        await request_rebuild(administrator, OFFICE, None, ports)
        batches, resident = await _go_on(ports, log)
        async with gate.read(system_caller(NAME, OFFICE)) as work:
            counted = await work.issuances.monthly(OFFICE, 2024, range(1, 13))
            assert sum(one.count for one in counted) == REBUILT
        await database.close()
    quarter = len(resident) // 4
    grown = max(resident[quarter:]) / max(resident[: quarter + 1])
    title = f"rebuild, {REBUILT:,} issued licences, three reactions each"
    return [
        Absolute(goal="P15", title=title, unit="events/s", values=batches, gate=None),
        Absolute(
            goal="P15",
            title="memory at most after the first quarter of a rebuild, against it",
            unit="×",
            values=[grown],
            gate=Gate(value=1.1, goal=1.05, is_most=True),
        ),
    ]


async def _go_on(ports: Ports, log: _Log) -> tuple[list[float], list[float]]:
    """Events a second of each full batch, and what the process holds after it, in MiB."""
    itself = psutil.Process()
    rates: list[float] = []
    resident: list[float] = []
    goes_on = True
    while goes_on:
        log.make()
        before, started = log.told, time.perf_counter()
        goes_on = await go_on_with_rebuilds(ports)
        if log.told == before + BATCH:
            rates.append(BATCH / (time.perf_counter() - started))
            resident.append(itself.memory_info().rss / 2**20)
    return rates, resident
