"""Licences and sanctions in memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from permit_service.application.listing import LicenceQuery
from permit_service.domain.letter_layout import PaperEdition
from permit_service.domain.licence import LicenceStatus, Sanction
from permit_service.domain.number_format import FormatEdition, FormatSource
from permit_service.testing.facts import OFFICE
from shared.errors import NotFound, StaleVersion
from shared.ids import new_id

from .stores import (
    NOW,
    OWNER,
    STRANGER,
    SYSTEM,
    Desk,
    added,
    draft,
    licence,
)


async def test_a_licence_comes_back_and_stands_in_the_file_of_its_application(desk: Desk) -> None:
    application = await added(desk, draft())
    issued = licence(
        application.id,
        paper=PaperEdition(template_service="REKLAME", template_version=2, emblem_sha256="ab"),
        number_format=FormatEdition(
            source=FormatSource.OFFICE, version=3, text="{sequence}/{year}"
        ),
    )
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
        own = await reading.licences.page(LicenceQuery(limit=10, now=NOW, owner=OWNER.actor))
    async with desk.read(SYSTEM) as reading:
        of_office = await reading.licences.page(LicenceQuery(limit=10, now=NOW, offices=(OFFICE,)))
        of_nib = await reading.licences.page(
            LicenceQuery(limit=10, now=NOW, offices=(OFFICE,), nib="1234567890123")
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
