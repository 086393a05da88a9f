"""Links to documents, on memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from permit_service.domain.document_link import DocumentLink, LinkedDocument
from shared.errors import NotFound
from shared.ids import new_id

from .stores import FOREIGN, NOW, OFFICE_81, STRANGER, SYSTEM, Desk, added, draft


async def test_the_next_link_of_a_document_ends_the_one_before_and_no_other(desk: Desk) -> None:
    application = (await added(desk, draft())).id

    def made(document: LinkedDocument) -> DocumentLink:
        return DocumentLink.issued(
            id=new_id(),
            application_id=application,
            document=document,
            office=OFFICE_81,
            at=NOW,
            days=30,
        )

    first, letter = made(LinkedDocument.LICENCE), made(LinkedDocument.REJECTION_LETTER)
    second = replace(made(LinkedDocument.LICENCE), issued_at=NOW + timedelta(hours=1))
    async with desk.begin(SYSTEM) as work:
        for one in (first, letter, second):
            await work.document_links.add(one)
    opened = second.opened(at=NOW + timedelta(hours=2))
    async with desk.begin(SYSTEM) as work:
        assert await work.document_links.hold(second.id) == second
        await work.document_links.save(opened)

    async with desk.read(SYSTEM) as reading:
        found = await reading.document_links.of(application)
    assert found == [replace(first, ended_at=second.issued_at), letter, opened]
    for caller in (FOREIGN, STRANGER):
        async with desk.begin(caller) as work:
            assert await work.document_links.of(application) == []
            with pytest.raises(NotFound):
                await work.document_links.hold(second.id)
