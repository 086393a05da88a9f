"""Drafts: by the applicant, or with an officer; and how an assisted one finds its owner."""

from dataclasses import replace

import pytest

from permit_service.application.claim_application import ClaimApplication, claim_application
from permit_service.application.draft_application import DraftApplication, draft_application
from permit_service.application.read_applications import read_application
from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.errors import AlreadyClaimed, NikNotValid, OfficeUnknown, ServiceUnknown
from permit_service.domain.service import Intake, Mode
from permit_service.testing.facts import OFFICE, person
from shared.errors import Forbidden, NotFound
from shared.identity import Role

from .story import FRONT, HEAD, OWNER, Story

APPLICANT = Applicant(kind=ApplicantKind.PERSON, name="A", email="a@b.example", phone="0811")
COMMAND = DraftApplication(
    caller=OWNER,
    office_code=OFFICE,
    service_code="REKLAME",
    mode=Mode.SELF_SERVICE,
    applicant=APPLICANT,
)


async def test_an_own_draft_is_owned_and_came_online(story: Story) -> None:
    dossier = await draft_application(COMMAND, story.ports)

    assert dossier.application.owner == OWNER.actor
    assert dossier.application.intake is Intake.ONLINE
    assert dossier.application.assisted_by is None


async def test_staff_do_not_see_an_applicants_own_draft(story: Story) -> None:
    dossier = await draft_application(COMMAND, story.ports)

    for caller in (FRONT, HEAD, person(Role.APPLICANT, name="another")):
        with pytest.raises(NotFound):
            await read_application(dossier.application.id, caller, story.ports)


@pytest.mark.requirement("R003-P05-1")
async def test_an_assisted_draft_names_its_officer_and_is_claimed_with_the_code(
    story: Story,
) -> None:
    dossier = await story.draft(caller=FRONT, mode=Mode.ASSISTED)
    application_id = dossier.application.id
    code = story.ports.secrets.claim_code(application_id)
    assert dossier.application.assisted_by == FRONT.actor
    assert dossier.application.intake is Intake.FRONT_OFFICE
    with pytest.raises(NotFound):
        await read_application(application_id, OWNER, story.ports)

    claim = ClaimApplication(caller=OWNER, application_id=application_id, code=code.lower())
    await claim_application(claim, story.ports)

    mine = await read_application(application_id, OWNER, story.ports)
    assert mine.application.owner == OWNER.actor
    another = replace(claim, caller=person(Role.APPLICANT, name="another"))
    with pytest.raises(AlreadyClaimed):
        await claim_application(another, story.ports)


async def test_a_wrong_code_finds_nothing(story: Story) -> None:
    first = await story.draft(caller=FRONT, mode=Mode.ASSISTED)
    second = await story.draft(caller=FRONT, mode=Mode.ASSISTED)
    codes = ["0000-0000-0000", story.ports.secrets.claim_code(second.application.id)]

    for code in codes:
        with pytest.raises(NotFound):
            await claim_application(
                ClaimApplication(caller=OWNER, application_id=first.application.id, code=code),
                story.ports,
            )


async def test_only_an_officer_assists_and_only_an_applicant_applies(story: Story) -> None:
    for wrong in (
        replace(COMMAND, mode=Mode.ASSISTED),
        replace(COMMAND, caller=FRONT),
        replace(COMMAND, caller=HEAD, mode=Mode.ASSISTED),
        replace(COMMAND, intake=Intake.FRONT_OFFICE),
    ):
        with pytest.raises(Forbidden):
            await draft_application(wrong, story.ports)


async def test_an_officer_assists_at_the_own_office_only(story: Story) -> None:
    stranger = person(Role.FRONT_OFFICE, office="62.02")

    with pytest.raises(NotFound):
        await draft_application(replace(COMMAND, caller=stranger, mode=Mode.ASSISTED), story.ports)


async def test_unknown_office_service_and_impossible_nik_are_refused_with_their_place(
    story: Story,
) -> None:
    impossible = replace(APPLICANT, nik="8102153002900001")
    for wrong, kind, place in (
        (replace(COMMAND, office_code="99.99"), OfficeUnknown, "/office_code"),
        (replace(COMMAND, service_code="NOTHING"), ServiceUnknown, "/service_code"),
        (replace(COMMAND, applicant=impossible), NikNotValid, "/applicant/nik"),
    ):
        with pytest.raises(kind) as refused:
            await draft_application(wrong, story.ports)
        assert refused.value.pointers[0][0] == place
    assert story.desk.shelves.applications == {}
