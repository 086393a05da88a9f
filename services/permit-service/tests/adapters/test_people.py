"""Finding people by what is sealed, in memory and on PostgreSQL: the same promises."""

from dataclasses import replace

import pytest

from permit_service.application.person_search_ports import PersonSearch, SearchKind
from permit_service.domain.service import Mode
from permit_service.domain.steps import Status
from permit_service.testing.facts import OFFICE

from .stores import SYSTEM, Desk, added, draft


async def found_by(desk: Desk, kind: SearchKind, value: str) -> list[str | None]:
    async with desk.begin(SYSTEM) as work:
        search = PersonSearch(kind=kind, value=value, offices=(OFFICE,))
        return [one.row.reference for one in await work.people.find(search)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SearchKind.NIK, "8102150101900001"),
        (SearchKind.EMAIL, "TOKO@contoh.example"),
        (SearchKind.PHONE, "+62 811"),
    ],
)
async def test_a_person_is_found_exactly_and_their_own_drafts_are_not(
    desk: Desk, kind: SearchKind, value: str
) -> None:
    handed_in = {"status": Status.SUBMITTED, "receipt_number": "R-1", "reference": "in"}
    await added(desk, replace(draft(), **handed_in))
    await added(desk, draft(reference="a draft"))
    await added(desk, draft(reference="assisted", mode=Mode.ASSISTED, assisted_by="an officer"))
    another = replace(draft().applicant, nik="8102150101900002", email="a@b.example", phone="09")
    await added(desk, replace(draft(), **handed_in | {"receipt_number": "R-2"}, applicant=another))

    assert await found_by(desk, kind, value) == ["assisted", "in"]
    assert await found_by(desk, kind, value[:-1]) == []
