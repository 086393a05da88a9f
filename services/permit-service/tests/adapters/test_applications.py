"""Applications in memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from permit_service.application.listing import ApplicationQuery
from permit_service.application.person_search_ports import PersonSearch, SearchKind
from permit_service.domain.decision import Correction, Decision
from permit_service.domain.letter_layout import PaperEdition
from permit_service.domain.recommendation import Advice, Recommendation, RecommendationState
from permit_service.domain.service import Mode
from permit_service.domain.service_clock import moved
from permit_service.domain.steps import Status
from permit_service.domain.survey import SurveyFact
from permit_service.testing.facts import OFFICE
from shared.calendar.clock_moves import ClockMove
from shared.calendar.rulers import Standard, Unit
from shared.errors import NotFound, StaleVersion
from shared.ids import new_id

from .stores import (
    FOREIGN,
    NOW,
    OWNER,
    STRANGER,
    SYSTEM,
    Desk,
    added,
    document,
    draft,
    found,
)


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
        paper=PaperEdition(template_version=1),
    )

    async with desk.begin(SYSTEM) as work:
        saved = await work.applications.save(after, before=before)

    assert saved.version == 1
    assert await found(desk, before.id) == saved == replace(after, version=1)


async def test_what_was_written_down_is_corrected_and_found_by_its_new_words(desk: Desk) -> None:
    before = await added(desk, draft(mode=Mode.ASSISTED, assisted_by="an officer"))
    applicant = replace(
        before.applicant,
        name="Kedai Contoh",
        phone="+62 812",
        email=None,
        nik="8102150101900002",
        nib=None,
    )
    after = replace(
        before,
        applicant=applicant,
        form={"ukuran": "3 x 4"},
        location=None,
        reference=None,
        metadata={},
    )

    async with desk.begin(SYSTEM) as work:
        saved = await work.applications.save(after, before=before)

    assert await found(desk, before.id) == saved == replace(after, version=1)
    async with desk.begin(SYSTEM) as work:
        old, new, nik, mail = [
            [one.row.id for one in await work.people.find(search)]
            for search in (
                PersonSearch(kind=SearchKind.PHONE, value="0811", offices=(OFFICE,)),
                PersonSearch(kind=SearchKind.PHONE, value="0812", offices=(OFFICE,)),
                PersonSearch(kind=SearchKind.NIK, value="8102150101900002", offices=(OFFICE,)),
                PersonSearch(kind=SearchKind.EMAIL, value="toko@contoh.example", offices=(OFFICE,)),
            )
        ]
        assert (old, new, nik, mail) == ([], [before.id], [before.id], [])
        named = await work.applications.page(
            ApplicationQuery(offices=(OFFICE,), limit=5, text="kedai", now=NOW)
        )
        assert [one.id for one in named] == [before.id]


async def test_an_answered_recommendation_replaces_the_asked_one(desk: Desk) -> None:
    asked = Recommendation(
        agency="bapenda",
        state=RecommendationState.ASKED,
        asked_at=NOW,
        service_time=Standard(value=3, unit=Unit.WORKING_DAY),
        sop_version="2",
        sop_number="SOP-7/2026",
    )
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
    asked = ApplicationQuery(limit=10, offices=(OFFICE,), owner=None, now=NOW)

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
