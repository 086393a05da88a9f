"""Publishing on memory ports: what is kept, what is told, and what a refusal leaves."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from reporting_service.application.media_types import MEDIA_TYPES, TRANSMITTAL
from reporting_service.application.ports import Ports, Transmittal
from reporting_service.application.publish_report import PublishReport, publish_report
from reporting_service.application.quarterly_report import QuarterQuery
from reporting_service.application.read_report import read_report
from reporting_service.domain.edition import (
    AlreadyPublished,
    Letterhead,
    Signatory,
    SignatoryIncomplete,
)
from reporting_service.domain.errors import OfficeUnknown, QuarterNotOver
from reporting_service.domain.office import Office
from reporting_service.domain.report import QuarterlyReport
from reporting_service.testing import MemoryWork, memory_database
from shared.calendar.office_time import Quarter
from shared.contracts.reporting import ReportPublishedV1
from shared.errors import Forbidden
from shared.identity import ANYBODY, Caller, Role
from shared.testing.clock import FixedClock
from shared.testing.memory import MemoryDatabase

OFFICE = "62.02"
NOW = datetime(2024, 7, 3, tzinfo=UTC)
Q2 = Quarter(year=2024, number=2)
SIGNATORY = Signatory(
    name="Kepala Uji", position="Kepala Dinas", rank="Pembina", nip="19700101 199501 1 001"
)


def caller(*roles: Role, office: str = OFFICE) -> Caller:
    return Caller(actor=str(uuid4()), roles=frozenset(roles), offices=(office,))


class Press:
    """Makes documents that tell what they were made of."""

    async def render(self, report: QuarterlyReport, media_type: str) -> bytes:
        return f"{media_type} {report.state} {report.edition}".encode()

    async def transmittal(self, report: QuarterlyReport, transmittal: Transmittal) -> bytes:
        return transmittal.number.encode()


class Door:
    """Knows one signatory and one letterhead."""

    def __init__(self, signatory: Signatory = SIGNATORY) -> None:
        self._signatory = signatory

    async def signatory(self, caller: Caller) -> Signatory:
        return self._signatory

    async def letterhead(self, office_code: str) -> Letterhead:
        return Letterhead(name="DPMPTSP")


Make = Callable[..., tuple[MemoryDatabase[MemoryWork], Ports]]


@pytest.fixture
async def make() -> Make:
    def made(**fields: object) -> tuple[MemoryDatabase[MemoryWork], Ports]:
        clock = FixedClock(NOW)
        database = memory_database(clock)
        kept = Office(
            code=OFFICE,
            name="DPMPTSP",
            regency="Kabupaten",
            time_zone="Asia/Pontianak",
            number_code="DPMPTSP",
            settings_version=1,
        )
        database.state.shelf("Office")[OFFICE,] = kept
        given: dict[str, object] = {
            "clock": clock,
            "begin": database.begin,
            "read": database.begin,
            "new_id": lambda: UUID(int=1),
            "read_grid": lambda content: (),
            "renderer": Press(),
            "directory": Door(),
            "standards": {},
        }
        return database, Ports(**given | fields)  # type: ignore[arg-type]

    return made


def publication(by: Caller, **fields: object) -> PublishReport:
    given: dict[str, object] = {"caller": by, "office_code": OFFICE, "quarter": Q2}
    return PublishReport(**given | fields)  # type: ignore[arg-type]


async def test_a_publication_freezes_every_form_and_tells_of_it(make: Make) -> None:
    database, ports = make()
    edition = await publish_report(publication(caller(Role.HEAD)), ports)
    assert set(edition.checksums) == {*MEDIA_TYPES, TRANSMITTAL}
    assert edition.transmittal_number == "001/DPMPTSP/PTSP/VII/2024"
    assert [type(one) for one in database.told] == [ReportPublishedV1]
    read = await read_report(
        QuarterQuery(caller=ANYBODY, office_code=OFFICE, quarter=Q2),
        "application/pdf",
        None,
        ports,
    )
    assert read.content == b"application/pdf published 1"


@pytest.mark.parametrize(
    ("by", "fields", "refusal"),
    [
        (caller(Role.ADMINISTRATOR), {}, Forbidden),
        (caller(Role.HEAD, office="53.11"), {}, OfficeUnknown),
        (caller(Role.HEAD), {"quarter": Quarter(year=2024, number=3)}, QuarterNotOver),
    ],
)
async def test_a_refused_publication_keeps_and_tells_nothing(
    make: Make, by: Caller, fields: dict[str, object], refusal: type[Exception]
) -> None:
    database, ports = make()
    with pytest.raises(refusal):
        await publish_report(publication(by, **fields), ports)
    assert database.told == []
    assert database.state.shelf("Edition") == {}


async def test_an_unnamed_signatory_publishes_only_where_that_is_allowed(make: Make) -> None:
    unnamed = Signatory(name="", position="Kepala Dinas", rank="", nip="")
    _, strict = make(directory=Door(unnamed))
    with pytest.raises(SignatoryIncomplete):
        await publish_report(publication(caller(Role.HEAD)), strict)
    _, lenient = make(directory=Door(unnamed), allows_unnamed_signatory=True)
    assert (await publish_report(publication(caller(Role.HEAD)), lenient)).publication.edition == 1


async def test_a_second_edition_says_what_it_changes(make: Make) -> None:
    database, ports = make()
    head = caller(Role.HEAD)
    await publish_report(publication(head), ports)
    with pytest.raises(AlreadyPublished):
        await publish_report(publication(head), ports)
    second = await publish_report(publication(head, changes="Reklame April"), ports)
    assert second.publication.edition == 2
    assert [one.edition for one in database.told] == [1, 2]


async def test_a_draft_is_read_by_staff_of_the_office_alone(make: Make) -> None:
    _, ports = make()
    for reader in (ANYBODY, caller(Role.APPLICANT), caller(Role.HEAD, office="53.11")):
        query = QuarterQuery(caller=reader, office_code=OFFICE, quarter=Q2)
        with pytest.raises(OfficeUnknown):
            await read_report(query, "application/json", None, ports)
    query = QuarterQuery(caller=caller(Role.FRONT_OFFICE), office_code=OFFICE, quarter=Q2)
    read = await read_report(query, "application/json", None, ports)
    assert read.content == b"application/json draft 0"
