"""Signing: nothing half done, one number, one signature."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from permit_service.application.sign_licence import SignLicence, sign_licence
from permit_service.application.steps import Step
from permit_service.application.withdraw_application import withdraw_application
from permit_service.domain.errors import SignatureInProgress, SurveyNotCompleted
from permit_service.domain.numbering import ATTEMPT_LASTS
from permit_service.testing.memory_work import PASSPHRASE, PlainSigner
from shared.documents.signing import Signatory, SignedDocument, SigningUnavailable, WrongPassphrase
from shared.errors import AlreadyHandled, Forbidden, TransitionNotAllowed
from shared.messaging.once import Once

from .story import BACK, HEAD, OWNER, Story


async def test_a_refused_signature_tells_nobody_and_takes_no_number(story: Story) -> None:
    application_id = await story.validated()
    told = list(story.told)

    with pytest.raises(SurveyNotCompleted):
        await story.sign(application_id)

    assert story.told == told
    assert story.signer.signed == 0
    assert story.desk.shelves.series == {}


async def test_a_signature_issues_a_licence_and_tells_of_it(story: Story) -> None:
    application_id = await story.surveyed()

    dossier = await story.sign(application_id)

    assert dossier.application.status == "signed"
    assert dossier.licence is not None
    assert dossier.licence.number == "0001/REKLAME/DPMPTSP/VI/2026"
    assert dossier.licence.signature is not None
    kept = await story.ports.storage.get(dossier.licence.signature.storage_key)
    assert kept.endswith(b" signed")
    assert story.told[-1] == "permit.licence_issued"


async def test_a_wrong_passphrase_leaves_the_number_with_the_application(story: Story) -> None:
    first, second = await story.surveyed(), await story.surveyed()

    with pytest.raises(WrongPassphrase):
        await story.sign(first, passphrase="wrong")
    of_second = await story.sign(second)
    of_first = await story.sign(first)

    assert of_second.licence is not None
    assert of_first.licence is not None
    assert of_second.licence.number.startswith("0002/")
    assert of_first.licence.number.startswith("0001/")


async def test_a_withdrawn_application_gives_its_number_back(story: Story) -> None:
    first, second = await story.surveyed(), await story.surveyed()
    with pytest.raises(WrongPassphrase):
        await story.sign(first, passphrase="wrong")

    await withdraw_application(Step(caller=OWNER, application_id=first), story.ports)
    of_second = await story.sign(second)

    assert of_second.licence is not None
    assert of_second.licence.number.startswith("0001/")


class SlowSigner(PlainSigner):
    """Signs when it is told to go on."""

    def __init__(self, inner: PlainSigner) -> None:
        super().__init__(inner._clock)
        self.asked = asyncio.Event()
        self.go_on = asyncio.Event()

    async def sign(
        self,
        pdf: bytes,
        *,
        signatory: Signatory,
        passphrase: str,
        reason: str,
        location: str,
        field: str = "TTE",
    ) -> SignedDocument:
        self.asked.set()
        await self.go_on.wait()
        return await super().sign(
            pdf,
            signatory=signatory,
            passphrase=passphrase,
            reason=reason,
            location=location,
            field=field,
        )


async def begun_signing(story: Story, application_id: UUID) -> tuple[SlowSigner, asyncio.Task]:
    slow = SlowSigner(story.signer)
    command = SignLicence(caller=HEAD, application_id=application_id, passphrase=PASSPHRASE)
    task = asyncio.create_task(sign_licence(command, replace(story.ports, signer=slow)))
    await slow.asked.wait()
    return slow, task


async def test_while_one_signs_nobody_else_signs_or_withdraws(story: Story) -> None:
    application_id = await story.surveyed()
    slow, signing = await begun_signing(story, application_id)

    with pytest.raises(SignatureInProgress):
        await story.sign(application_id)
    with pytest.raises(SignatureInProgress):
        await withdraw_application(Step(caller=OWNER, application_id=application_id), story.ports)
    slow.go_on.set()
    await signing

    assert slow.signed == 1
    assert story.told.count("permit.licence_issued") == 1


async def test_an_attempt_that_was_thought_dead_records_nothing(story: Story) -> None:
    application_id = await story.surveyed()
    slow, late = await begun_signing(story, application_id)

    story.clock.move(ATTEMPT_LASTS)
    dossier = await story.sign(application_id)
    slow.go_on.set()

    with pytest.raises(TransitionNotAllowed):
        await late
    assert story.told.count("permit.licence_issued") == 1
    assert dossier.licence is not None
    assert list(story.desk.shelves.licences) == [dossier.licence.id]


async def test_a_late_attempt_gives_way_to_the_one_that_took_its_place(story: Story) -> None:
    application_id = await story.surveyed()
    slow, late = await begun_signing(story, application_id)
    story.clock.move(ATTEMPT_LASTS)
    other, present = await begun_signing(story, application_id)

    slow.go_on.set()
    with pytest.raises(TransitionNotAllowed):
        await late
    other.go_on.set()

    assert (await present).application.status == "signed"
    assert story.told.count("permit.licence_issued") == 1


class AwaySigner(PlainSigner):
    """Does not answer."""

    async def sign(self, pdf: bytes, **_: object) -> SignedDocument:  # type: ignore[override]
        raise SigningUnavailable


async def test_when_the_authority_is_away_nothing_is_half_signed(story: Story) -> None:
    application_id = await story.surveyed()
    command = SignLicence(caller=HEAD, application_id=application_id, passphrase=PASSPHRASE)

    with pytest.raises(SigningUnavailable):
        await sign_licence(command, replace(story.ports, signer=AwaySigner(story.clock)))

    assert story.desk.shelves.applications[application_id].status == "validated"
    assert (await story.sign(application_id)).application.status == "signed"


async def test_a_repeated_request_is_recognised_after_the_signature(story: Story) -> None:
    application_id = await story.surveyed()
    command = SignLicence(
        caller=HEAD,
        application_id=application_id,
        passphrase=PASSPHRASE,
        once=Once(mark="http:1"),
    )
    await sign_licence(command, story.ports)

    with pytest.raises(AlreadyHandled):
        await sign_licence(command, story.ports)
    assert story.signer.signed == 1


async def test_only_the_head_signs(story: Story) -> None:
    application_id = await story.surveyed()
    command = SignLicence(caller=BACK, application_id=application_id, passphrase=PASSPHRASE)

    with pytest.raises(Forbidden):
        await sign_licence(command, story.ports)


async def test_the_legal_clock_leaves_out_the_wait_for_the_survey(story: Story) -> None:
    application_id = await story.validated()
    story.clock.move(timedelta(days=20))
    await story.survey(application_id)
    story.clock.move(timedelta(days=1))

    dossier = await story.sign(application_id)

    assert dossier.clock is not None
    assert dossier.clock.counted == 1
    assert dossier.clock.state == "stopped"
    assert dossier.clock.is_exceeded is False
