"""Publishing on memory ports: what is kept, what is told, and what a refusal leaves."""

from uuid import uuid4

import pytest

from reporting_service.application.media_types import MEDIA_TYPES, TRANSMITTAL
from reporting_service.application.publish_report import PublishReport, publish_report
from reporting_service.application.quarterly_report import QuarterQuery
from reporting_service.application.read_report import read_report
from reporting_service.domain.edition import AlreadyPublished, Signatory, SignatoryIncomplete
from reporting_service.domain.errors import OfficeUnknown, QuarterNotOver
from reporting_service.testing import MemoryDoor, memory_ports
from shared.calendar.office_time import Quarter
from shared.contracts.reporting import ReportPublishedV1
from shared.errors import Forbidden
from shared.identity import ANYBODY, Caller, Role

OFFICE = "62.02"
Q2 = Quarter(year=2024, number=2)


def caller(*roles: Role, office: str = OFFICE) -> Caller:
    return Caller(actor=str(uuid4()), roles=frozenset(roles), offices=(office,))


def publication(by: Caller, **fields: object) -> PublishReport:
    given: dict[str, object] = {"caller": by, "office_code": OFFICE, "quarter": Q2}
    return PublishReport(**given | fields)  # type: ignore[arg-type]


async def test_a_publication_freezes_every_form_and_tells_of_it() -> None:
    database, ports = memory_ports()
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
    by: Caller, fields: dict[str, object], refusal: type[Exception]
) -> None:
    database, ports = memory_ports()
    with pytest.raises(refusal):
        await publish_report(publication(by, **fields), ports)
    assert database.told == []
    assert database.state.shelf("Edition") == {}


async def test_an_unnamed_signatory_publishes_only_where_that_is_allowed() -> None:
    unnamed = Signatory(name="", position="Kepala Dinas", rank="", nip="")
    _, strict = memory_ports(directory=MemoryDoor(unnamed))
    with pytest.raises(SignatoryIncomplete):
        await publish_report(publication(caller(Role.HEAD)), strict)
    _, lenient = memory_ports(directory=MemoryDoor(unnamed), allows_unnamed_signatory=True)
    assert (await publish_report(publication(caller(Role.HEAD)), lenient)).publication.edition == 1


async def test_a_second_edition_says_what_it_changes() -> None:
    database, ports = memory_ports()
    head = caller(Role.HEAD)
    await publish_report(publication(head), ports)
    with pytest.raises(AlreadyPublished):
        await publish_report(publication(head), ports)
    second = await publish_report(publication(head, changes="Reklame April"), ports)
    assert second.publication.edition == 2
    assert [one.edition for one in database.told] == [1, 2]


async def test_a_draft_is_read_by_staff_of_the_office_alone() -> None:
    _, ports = memory_ports()
    for reader in (ANYBODY, caller(Role.APPLICANT), caller(Role.HEAD, office="53.11")):
        query = QuarterQuery(caller=reader, office_code=OFFICE, quarter=Q2)
        with pytest.raises(OfficeUnknown):
            await read_report(query, "application/json", None, ports)
    query = QuarterQuery(caller=caller(Role.FRONT_OFFICE), office_code=OFFICE, quarter=Q2)
    read = await read_report(query, "application/json", None, ports)
    assert read.content == b"application/json draft 0"
