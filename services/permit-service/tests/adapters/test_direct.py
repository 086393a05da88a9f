"""What is one statement on PostgreSQL, and the same in memory."""

from dataclasses import replace

import pytest

from permit_service.application.token_ports import TokenTarget
from permit_service.domain.steps import Status
from permit_service.domain.survey import SurveyFact
from permit_service.testing.facts import OFFICE
from shared.errors import AlreadyHandled, NotFound, StaleVersion
from shared.identity import ANYBODY

from .stores import (
    FOREIGN,
    NOW,
    OWNER,
    STRANGER,
    SYSTEM,
    Desk,
    added,
    decided,
    document,
    draft,
    found,
    licence,
    submission_of,
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
