"""One suite over the stores in memory and on PostgreSQL: the same promises."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.adapters.store.desk import PostgresDesk
from permit_service.application.dossier import Dossier
from permit_service.application.listing import ApplicationQuery, LicenceQuery
from permit_service.application.ports import (
    Direct,
    OfficeDay,
    Reading,
    Submission,
    TokenTarget,
    Work,
)
from permit_service.domain.applicant import Applicant, ApplicantKind, Location
from permit_service.domain.application import Application, Correction, Decision, Intake
from permit_service.domain.document import Document, ScanState
from permit_service.domain.licence import Licence, LicenceStatus, Sanction, Signature
from permit_service.domain.numbering import Reservation, Series
from permit_service.domain.office import GateSetting, Office
from permit_service.domain.recommendation import Advice, Recommendation, RecommendationState
from permit_service.domain.service import Channel, Mode, Service
from permit_service.domain.service_clock import moved
from permit_service.domain.steps import Status
from permit_service.domain.survey import SurveyFact, gate_for
from permit_service.settings import NAME
from permit_service.testing.facts import OFFICE, person
from permit_service.testing.memory_work import MemoryDesk
from permit_service.testing.service import migrate_service, open_database
from shared.calendar.clock_moves import ClockMove
from shared.calendar.holidays import Holiday, HolidayKind
from shared.contracts.permit import ApplicationSubmittedV1
from shared.errors import AlreadyHandled, NotFound, StaleVersion
from shared.identity import ANYBODY, Caller, Role, system_caller
from shared.ids import new_id
from shared.messaging.once import Once
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
SYSTEM = system_caller("permit", OFFICE)
OWNER = person(Role.APPLICANT)
STRANGER = person(Role.APPLICANT, name="another")
FOREIGN = system_caller("permit", "62.02")

OFFICE_81 = Office(
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


@dataclass(frozen=True, slots=True)
class Desk:
    """Either desk."""

    begin: Callable[[Caller], AbstractAsyncContextManager[Work]]
    read: Callable[[Caller], AbstractAsyncContextManager[Reading]]
    direct: Direct


@pytest.fixture(params=["memory", "postgres"])
async def desk(
    request: pytest.FixtureRequest, clock: FixedClock, postgres_server: PostgresServer
) -> AsyncIterator[Desk]:
    if request.param == "memory":
        memory = MemoryDesk(clock)
        yield await furnished(Desk(memory.begin, memory.read, memory.direct))
        return
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        database = open_database(address, clock=clock)
        postgres = PostgresDesk(database)
        yield await furnished(Desk(postgres.begin, postgres.read, postgres.direct))
        await database.close()


async def furnished(desk: Desk) -> Desk:
    """With one office and its catalogue."""
    async with desk.begin(SYSTEM) as work:
        await work.offices.save(OFFICE_81)
        await work.catalogue.load(OFFICE, default_catalogue(), at=NOW)
    return desk


def draft(**changes: Any) -> Application:
    service = Service.of(
        next(one for one in default_catalogue() if one["code"] == "REKLAME"),
        office_code=OFFICE,
        version=1,
    )
    values: dict[str, Any] = {
        "id": new_id(),
        "office_code": OFFICE,
        "owner": OWNER.actor,
        "service_code": "REKLAME",
        "service_version": 1,
        "channel": Channel.SICANTIK,
        "mode": Mode.SELF_SERVICE,
        "intake": Intake.ONLINE,
        "language": "en",
        "applicant": Applicant(
            kind=ApplicantKind.PERSON,
            name="Toko Contoh",
            email="toko@contoh.example",
            phone="0811",
            nik="8102150101900001",
            nib="1234567890123",
            address="Jalan Contoh 1",
        ),
        "location": Location(address="Jalan", district="Kei", latitude=-5.5, longitude=132.5),
        "form": {"ukuran": "2 x 3", "panel": [1, 2.5, {"a": None}]},
        "metadata": {"source": "kiosk"},
        "reference": "REF-1",
        "gate": gate_for(service.channel, OFFICE_81),
        "created_at": NOW,
    }
    return Application(**values | changes).declared(by=OWNER.actor, at=NOW)


def document(number: int) -> Document:
    return Document(
        id=new_id(),
        requirement_no=number,
        media_type="application/pdf",
        size=12,
        sha256="ab",
        storage_key=f"documents/{number}",
        scan_state=ScanState.NOT_SCANNED,
        uploaded_by=OWNER.actor,
        uploaded_at=NOW,
    )


async def added(desk: Desk, application: Application) -> Application:
    async with desk.begin(SYSTEM) as work:
        await work.applications.add(application)
    return application


async def found(desk: Desk, application_id: UUID, caller: Caller = SYSTEM) -> Application:
    async with desk.read(caller) as reading:
        return (await reading.dossier(application_id)).application


async def test_a_draft_comes_back_as_it_was(desk: Desk) -> None:
    application = await added(desk, draft())

    assert await found(desk, application.id) == application


async def test_a_step_with_all_its_parts_comes_back_with_the_next_version(desk: Desk) -> None:
    before = await added(desk, draft())
    after = replace(
        before,
        status=Status.RETURNED,
        receipt_number="8102-AAAA",
        documents=(document(1), document(2)),
        recommendations=(
            Recommendation(agency="bapenda", state=RecommendationState.ASKED, asked_at=NOW),
        ),
        clock=moved(moved((), ClockMove.STARTED, at=NOW), ClockMove.PAUSED, at=NOW, reason="x"),
        due_on=date(2026, 6, 22),
        decision=Decision(notes="n", corrections=(Correction(requirement_no=1, question="?"),)),
        stamps=replace(before.stamps, submitted_at=NOW, returned_at=NOW),
        valid_until=date(2027, 1, 1),
        draft_sha256="ff",
    )

    async with desk.begin(SYSTEM) as work:
        saved = await work.applications.save(after, before=before)

    assert saved.version == 1
    assert await found(desk, before.id) == saved == replace(after, version=1)


async def test_an_answered_recommendation_replaces_the_asked_one(desk: Desk) -> None:
    asked = Recommendation(agency="bapenda", state=RecommendationState.ASKED, asked_at=NOW)
    before = await added(desk, draft())
    async with desk.begin(SYSTEM) as work:
        once = await work.applications.save(
            replace(before, recommendations=(asked,)), before=before
        )
    answered = asked.answered(
        Advice.APPROVE, by="officer", at=NOW, conditions=("one", "two"), notes="n"
    )

    async with desk.begin(SYSTEM) as work:
        await work.applications.save(replace(once, recommendations=(answered,)), before=once)

    assert (await found(desk, before.id)).recommendations == (answered,)


async def test_of_two_who_read_the_same_version_one_writes(desk: Desk) -> None:
    before = await added(desk, draft())
    async with desk.begin(SYSTEM) as work:
        await work.applications.save(replace(before, due_on=date(2026, 7, 1)), before=before)

    with pytest.raises(StaleVersion):
        async with desk.begin(SYSTEM) as work:
            await work.applications.save(replace(before, due_on=None), before=before)

    assert (await found(desk, before.id)).due_on == date(2026, 7, 1)


async def test_what_was_refused_leaves_nothing(desk: Desk) -> None:
    application = draft()

    with pytest.raises(RuntimeError):
        async with desk.begin(SYSTEM) as work:
            await work.applications.add(application)
            raise RuntimeError

    with pytest.raises(NotFound):
        await found(desk, application.id)


async def test_rows_are_seen_by_their_office_and_their_owner_alone(desk: Desk) -> None:
    application = await added(desk, draft())
    asked = ApplicationQuery(limit=10, offices=(OFFICE,), owner=None)

    assert (await found(desk, application.id, OWNER)).id == application.id
    for caller in (STRANGER, FOREIGN):
        with pytest.raises(NotFound):
            await found(desk, application.id, caller)
        async with desk.read(caller) as reading:
            assert await reading.applications.page(asked) == []
        async with desk.begin(caller) as work:
            assert await work.applications.hold([application.id]) == []


async def test_what_belongs_to_an_application_is_seen_by_its_owner(desk: Desk) -> None:
    application = await added(desk, draft())
    async with desk.begin(OWNER) as work:
        before = (await work.dossier(application.id)).application
        await work.applications.save(replace(before, documents=(document(1),)), before=before)
    async with desk.begin(SYSTEM) as work:
        fact = SurveyFact(application_id=application.id, completed_at=NOW)
        await work.surveys.record([fact], office_code=OFFICE)

    async with desk.read(OWNER) as reading:
        dossier = await reading.dossier(application.id)

    assert len(dossier.application.documents) == 1
    assert dossier.survey.is_completed


async def test_pages_are_newest_first_and_go_on_after_the_last_row(desk: Desk) -> None:
    submitted = [
        await added(desk, draft(status=Status.SUBMITTED, receipt_number=f"R{number}"))
        for number in range(5)
    ]
    newest_first = [one.id for one in reversed(submitted)]
    query = ApplicationQuery(limit=2, offices=(OFFICE,))

    async with desk.read(SYSTEM) as reading:
        first = await reading.applications.page(query)
        second = await reading.applications.page(replace(query, before=first[1].id))

    assert [one.id for one in first] == newest_first[:3]
    assert [one.id for one in second] == newest_first[2:5]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"status": Status.SUBMITTED}, True),
        ({"status": Status.VERIFIED}, False),
        ({"awaits": (Status.SUBMITTED, Status.VERIFIED)}, True),
        ({"awaits": (Status.VALIDATED,)}, False),
        ({"service_code": "REKLAME"}, True),
        ({"service_code": "PBG"}, False),
        ({"text": "toko"}, True),
        ({"text": "TOKO CON"}, True),
        ({"text": "contoh"}, False),
        ({"text": "to%o"}, False),
        ({"text": "8102-aaaa"}, True),
        ({"text": "REF-1"}, True),
        ({"owner": OWNER.actor, "offices": ()}, True),
        ({"owner": STRANGER.actor, "offices": ()}, False),
        ({"offices": ("62.02",)}, False),
        ({"agency": "bapenda"}, True),
        ({"agency": "bapenda", "agency_state": RecommendationState.ASKED}, True),
        ({"agency": "bapenda", "agency_state": RecommendationState.APPROVED}, False),
        ({"agency": "dinkes"}, False),
    ],
)
async def test_a_list_holds_what_was_asked_for(
    desk: Desk, query: dict[str, Any], is_found: bool
) -> None:
    before = await added(desk, draft(status=Status.SUBMITTED, receipt_number="8102-AAAA"))
    asked = Recommendation(agency="bapenda", state=RecommendationState.ASKED, asked_at=NOW)
    async with desk.begin(SYSTEM) as work:
        await work.applications.save(replace(before, recommendations=(asked,)), before=before)

    async with desk.read(SYSTEM) as reading:
        rows = await reading.applications.page(
            ApplicationQuery(**{"limit": 10, "offices": (OFFICE,)} | query)
        )

    assert [one.id for one in rows] == ([before.id] if is_found else [])


async def test_an_applicants_own_draft_is_in_no_inbox_of_the_office(desk: Desk) -> None:
    await added(desk, draft())
    assisted = await added(desk, draft(mode=Mode.ASSISTED, assisted_by="officer", owner=None))

    async with desk.read(SYSTEM) as reading:
        rows = await reading.applications.page(ApplicationQuery(limit=10, offices=(OFFICE,)))

    assert [one.id for one in rows] == [assisted.id]


async def test_facts_of_a_survey_add_up_in_any_order(desk: Desk) -> None:
    application_id, invitation = new_id(), new_id()
    opened = SurveyFact(
        application_id=application_id,
        invitation_id=invitation,
        opened_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    completed = SurveyFact(application_id=application_id, completed_at=NOW)
    later = SurveyFact(application_id=application_id, completed_at=NOW + timedelta(days=9))

    for fact in (completed, opened, later, completed):
        async with desk.begin(SYSTEM) as work:
            await work.surveys.record([fact], office_code=OFFICE)

    async with desk.read(SYSTEM) as reading:
        assert await reading.surveys.get(application_id) == replace(opened, completed_at=NOW)
    async with desk.read(FOREIGN) as reading:
        nothing = SurveyFact(application_id=application_id)
        assert await reading.surveys.get(application_id) == nothing


async def test_several_clocks_are_written_at_once(desk: Desk) -> None:
    one, other = await added(desk, draft()), await added(desk, draft())
    clock = moved((), ClockMove.STARTED, at=NOW)
    changed = [replace(one, clock=clock, due_on=date(2026, 7, 1)), replace(other, clock=clock)]

    async with desk.begin(SYSTEM) as work:
        held = await work.applications.hold([other.id, one.id])
        await work.applications.save_clocks(changed)

    assert [each.id for each in held] == sorted([one.id, other.id])
    assert await found(desk, one.id) == replace(changed[0], version=1)
    assert await found(desk, other.id) == replace(changed[1], version=1)


def licence(application_id: UUID | None = None, **changes: Any) -> Licence:
    values: dict[str, Any] = {
        "id": new_id(),
        "office_code": OFFICE,
        "owner": OWNER.actor,
        "application_id": application_id,
        "service_code": "REKLAME",
        "service_version": 1,
        "channel": Channel.SICANTIK,
        "number": str(new_id()),
        "holder_name": "Toko Contoh",
        "nib": "1234567890123",
        "issued_on": date(2026, 6, 15),
        "valid_until": None,
        "verification_token": str(new_id()),
        "signature": Signature(
            signed_by="head",
            signer_nip="197001011990011001",
            signed_at=NOW,
            certificate_serial="1",
            sha256="ab",
            storage_key="licences/1",
        ),
    }
    return Licence(**values | changes)


async def test_a_licence_comes_back_and_stands_in_the_file_of_its_application(desk: Desk) -> None:
    application = await added(desk, draft())
    issued = licence(application.id)
    async with desk.begin(SYSTEM) as work:
        await work.licences.add(issued)

    async with desk.read(OWNER) as reading:
        assert await reading.licences.get(issued.id) == issued
        assert (await reading.dossier(application.id)).licence == issued
    async with desk.read(STRANGER) as reading:
        with pytest.raises(NotFound):
            await reading.licences.get(issued.id)


async def test_a_licence_keeps_its_owner_and_what_was_told(desk: Desk) -> None:
    issued = licence(owner=None)
    async with desk.begin(SYSTEM) as work:
        await work.licences.add(issued)
        held = await work.licences.hold([issued.id, new_id()])
        changed = replace(held[0], owner=OWNER.actor, told_status=LicenceStatus.SUSPENDED)
        saved = await work.licences.save(changed)

    assert saved == replace(changed, version=1)
    async with desk.read(OWNER) as reading:
        assert await reading.licences.get(issued.id) == saved
    with pytest.raises(StaleVersion):
        async with desk.begin(SYSTEM) as work:
            await work.licences.save(changed)


async def test_licences_are_listed_for_their_owner_and_their_office(desk: Desk) -> None:
    mine, other = licence(), licence(owner=None, nib=None)
    async with desk.begin(SYSTEM) as work:
        await work.licences.add(mine)
        await work.licences.add(other)

    async with desk.read(OWNER) as reading:
        own = await reading.licences.page(LicenceQuery(limit=10, owner=OWNER.actor))
    async with desk.read(SYSTEM) as reading:
        of_office = await reading.licences.page(LicenceQuery(limit=10, offices=(OFFICE,)))
        of_nib = await reading.licences.page(
            LicenceQuery(limit=10, offices=(OFFICE,), nib="1234567890123")
        )

    assert [one.id for one in own] == [mine.id]
    assert [one.id for one in of_office] == [other.id, mine.id]
    assert [one.id for one in of_nib] == [mine.id]


async def test_facts_of_a_sanction_add_up_in_any_order(desk: Desk) -> None:
    licence_id, sanction_id = new_id(), new_id()
    base = Sanction(sanction_id=sanction_id, licence_id=licence_id)
    imposed = replace(base, step="suspension", stepped_at=NOW)
    escalated = replace(base, step="licence_revocation", stepped_at=NOW + timedelta(days=1))
    lifted = replace(base, lifted_at=NOW + timedelta(days=2))

    for fact in (lifted, escalated, imposed, escalated):
        async with desk.begin(SYSTEM) as work:
            await work.sanctions.record([fact], office_code=OFFICE)

    async with desk.read(SYSTEM) as reading:
        known = await reading.sanctions.of([licence_id])
    assert known == {licence_id: (replace(escalated, lifted_at=lifted.lifted_at),)}


async def test_an_owner_sees_the_sanctions_on_the_own_licence(desk: Desk) -> None:
    mine = licence()
    fact = Sanction(sanction_id=new_id(), licence_id=mine.id, step="suspension", stepped_at=NOW)
    async with desk.begin(SYSTEM) as work:
        await work.licences.add(mine)
        await work.sanctions.record([fact], office_code=OFFICE)

    async with desk.read(OWNER) as reading:
        assert await reading.sanctions.of([mine.id]) == {mine.id: (fact,)}
    async with desk.read(STRANGER) as reading:
        assert await reading.sanctions.of([mine.id]) == {}


async def test_an_office_keeps_its_newest_settings(desk: Desk) -> None:
    newer = replace(OFFICE_81, name="New", settings_version=3)
    async with desk.begin(SYSTEM) as work:
        await work.offices.save(newer)
        await work.offices.save(replace(OFFICE_81, name="Late", settings_version=2))

    async with desk.read(SYSTEM) as reading:
        assert await reading.offices.get(OFFICE) == newer
        assert await reading.offices.all() == [newer]
        assert await reading.offices.get("99.99") is None


async def test_the_offices_own_days_change_its_calendar(desk: Desk) -> None:
    own = Holiday(on=date(2026, 6, 17), name="HUT", kind=HolidayKind.OFFICE)
    worked = Holiday(on=date(2026, 6, 16), name="kerja", kind=HolidayKind.OFFICE)
    async with desk.read(SYSTEM) as reading:
        before = await reading.offices.calendar(OFFICE_81)
    days = [OfficeDay(holiday=own, is_working=False), OfficeDay(holiday=worked, is_working=True)]

    async with desk.begin(SYSTEM) as work:
        await work.offices.save_days(OFFICE, year=2026, version=2, days=days)
        await work.offices.save_days(OFFICE, year=2026, version=1, days=[])

    async with desk.read(SYSTEM) as reading:
        office = await reading.offices.get(OFFICE)
        assert office is not None
        after = await reading.offices.calendar(office)
    assert office.calendar_version == 1
    assert before.is_working_day(own.on)
    assert not after.is_working_day(own.on)
    assert not before.is_working_day(worked.on)
    assert after.is_working_day(worked.on)


async def test_the_catalogue_of_an_office_is_loaded_once(desk: Desk) -> None:
    changed = [dict(one) | {"name": "changed"} for one in default_catalogue()]
    async with desk.begin(SYSTEM) as work:
        await work.catalogue.load(OFFICE, changed, at=NOW)

    async with desk.read(SYSTEM) as reading:
        services = await reading.catalogue.services(OFFICE)
        reklame = await reading.catalogue.service(OFFICE, "REKLAME")
        assert await reading.catalogue.service(OFFICE, "REKLAME", version=2) is None
        assert await reading.catalogue.service("62.02", "REKLAME") is None
    assert [one.code for one in services] == sorted(one["code"] for one in default_catalogue())
    assert reklame is not None
    assert reklame.name == "Izin Penyelenggaraan Reklame"


def reservation(application_id: UUID) -> Reservation:
    return Reservation(
        application_id=application_id,
        office_code=OFFICE,
        service_code="REKLAME",
        licence_id=new_id(),
        year=2026,
        sequence=1,
        number="1",
        verification_token="t",
        attempt=new_id(),
        attempted_at=NOW,
    )


async def test_a_series_and_a_reservation_come_back(desk: Desk) -> None:
    application = await added(desk, draft())
    reserved = reservation(application.id)
    key = {"service_code": "REKLAME", "year": 2026}
    async with desk.begin(SYSTEM) as work:
        assert await work.numbers.series(OFFICE, **key) == Series()
        await work.numbers.save_series(OFFICE, **key, series=Series(last=4, returned=(2, 3)))
        await work.numbers.save_reservation(reserved)
    async with desk.begin(SYSTEM) as work:
        assert await work.numbers.series(OFFICE, **key) == Series(last=4, returned=(2, 3))
        assert await work.numbers.reservation(application.id) == reserved
        await work.numbers.save_reservation(reserved.let_go())
    async with desk.begin(SYSTEM) as work:
        assert await work.numbers.reservation(application.id) == reserved.let_go()
        await work.numbers.drop_reservation(application.id)
        assert await work.numbers.reservation(application.id) is None


async def test_a_public_token_leads_to_its_office(desk: Desk) -> None:
    target = TokenTarget(office_code=OFFICE, target=new_id())
    async with desk.begin(OWNER) as work:
        await work.tokens.add("receipt", "R", target)

    async with desk.read(system_caller("permit")) as reading:
        assert await reading.tokens.find("receipt", "R") == target
        assert await reading.tokens.find("licence", "R") is None
        assert await reading.tokens.find("receipt", "r") is None


async def decided(desk: Desk, *, mark: str | None = None) -> Submission:
    """A draft, and the submission that was decided on it."""
    application = await added(desk, draft())
    dossier = await desk.direct.file(OWNER, application.id)
    return submission_of(dossier, mark=mark)


def submission_of(dossier: Dossier, *, mark: str | None = None) -> Submission:
    before = dossier.application
    after = replace(
        before,
        status=Status.SUBMITTED,
        receipt_number=f"8102-{before.id}",
        stamps=replace(before.stamps, submitted_at=NOW),
        clock=moved((), ClockMove.STARTED, at=NOW),
        due_on=date(2026, 6, 22),
        version=before.version + 1,
    )
    return Submission(
        caller=OWNER,
        once=None if mark is None else Once(mark=mark, render=lambda _: b"answer"),
        expected_version=before.version,
        after=dossier.with_(after),
        told=ApplicationSubmittedV1(
            office_code=OFFICE,
            application_id=before.id,
            service_code="REKLAME",
            channel="SICANTIK",
            mode="self_service",
            receipt_number=after.receipt_number or "",
            submitted_at=NOW,
        ),
    )


async def test_the_direct_file_is_the_file(desk: Desk) -> None:
    before = await added(desk, draft())
    issued = licence(before.id)
    async with desk.begin(SYSTEM) as work:
        changed = replace(before, documents=(document(1),), status=Status.WITHDRAWN)
        await work.applications.save(changed, before=before)
        await work.licences.add(issued)
        fact = SurveyFact(application_id=before.id, completed_at=NOW)
        await work.surveys.record([fact], office_code=OFFICE)

    async with desk.read(OWNER) as reading:
        file = await reading.dossier(before.id)

    assert await desk.direct.file(OWNER, before.id) == file
    assert await desk.direct.file(OWNER, before.id) == file
    assert file.licence == issued
    for caller in (STRANGER, FOREIGN):
        with pytest.raises(NotFound):
            await desk.direct.file(caller, before.id)


async def test_a_direct_submission_keeps_state_and_receipt(desk: Desk) -> None:
    submission = await decided(desk)

    await desk.direct.submit(submission)

    after = submission.after.application
    assert await found(desk, after.id) == after
    async with desk.read(ANYBODY) as reading:
        target = await reading.tokens.find("receipt", after.receipt_number or "")
    assert target == TokenTarget(office_code=OFFICE, target=after.id)


async def test_of_two_direct_submissions_one_counts_and_the_other_leaves_no_mark(
    desk: Desk,
) -> None:
    first = await decided(desk, mark="http:1")
    second = replace(submission_of(first.after, mark="http:2"), expected_version=0)
    await desk.direct.submit(first)

    with pytest.raises(StaleVersion):
        await desk.direct.submit(second)

    with pytest.raises(AlreadyHandled):
        await desk.direct.file(OWNER, first.after.application.id, once=first.once)
    await desk.direct.file(OWNER, first.after.application.id, once=second.once)


async def test_a_mark_that_stands_refuses_another_submission_whole(desk: Desk) -> None:
    await desk.direct.submit(await decided(desk, mark="http:1"))
    other = await decided(desk, mark="http:1")

    with pytest.raises(AlreadyHandled):
        await desk.direct.submit(other)

    assert (await found(desk, other.after.application.id)).status is Status.DRAFT


async def test_a_stranger_submits_nothing(desk: Desk) -> None:
    submission = await decided(desk)

    for caller in (STRANGER, FOREIGN):
        with pytest.raises(StaleVersion):
            await desk.direct.submit(replace(submission, caller=caller))

    assert (await found(desk, submission.after.application.id)).status is Status.DRAFT
