"""Imports and the register they are entered into: the same on memory and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from permit_service.testing.facts import OFFICE
from shared.errors import NotFound
from shared.identity import system_caller
from shared.ids import new_id
from shared.imports.operation import ImportOperation, ImportState
from shared.imports.rows import RowError

from .stores import FOREIGN, NOW, SYSTEM, Desk, licence

ALL = system_caller("permit", OFFICE, "62.02")
LATER = NOW + timedelta(minutes=5)
FIRST, SECOND = new_id(), new_id()


def asked(office: str = OFFICE, **changes: object) -> ImportOperation:
    values: dict[str, object] = {
        "id": new_id(),
        "office_code": office,
        "kind": "licences",
        "notes": {"unchanged": 0},
        "requested_by": "somebody",
        "requested_at": NOW,
        "columns": {"nib": "NIB"},
        "dry_run": False,
    }
    return ImportOperation(**values | changes)  # type: ignore[arg-type]


async def kept(desk: Desk, one: ImportOperation, content: bytes = b"rows") -> ImportOperation:
    async with desk.begin(ALL) as work:
        await work.licence_imports.hand_in(one, content)
    return one


async def test_an_import_is_its_offices_alone(desk: Desk) -> None:
    one = await kept(desk, asked())

    async with desk.read(SYSTEM) as reading:
        assert await reading.licence_imports.get(one.id) == one
        assert await reading.licence_imports.content(one.id) == b"rows"
    async with desk.read(FOREIGN) as reading:
        with pytest.raises(NotFound):
            await reading.licence_imports.get(one.id)
        with pytest.raises(NotFound):
            await reading.licence_imports.content(one.id)


async def test_one_worker_holds_an_import_until_its_lease_ends(desk: Desk) -> None:
    one = await kept(desk, asked())

    async with desk.begin(ALL) as work:
        claimed = await work.licence_imports.claim(FIRST, now=NOW, until=LATER)
    assert claimed == replace(one, attempts=1)
    async with desk.begin(ALL) as work:
        assert await work.licence_imports.claim(SECOND, now=NOW, until=LATER) is None
        again = await work.licence_imports.claim(
            SECOND, now=LATER, until=LATER + timedelta(minutes=5)
        )
    assert again == replace(one, attempts=2)
    async with desk.begin(SYSTEM) as work:
        imports = work.licence_imports
        assert not await imports.report(one.id, FIRST, progress=0.5, until=LATER)
        assert not await imports.finish(one.ended(rows=1, errors=(), at=NOW), FIRST)
        assert await imports.report(one.id, SECOND, progress=0.5, until=LATER)
        assert (await imports.get(one.id)).progress == 0.5


async def test_an_offices_imports_are_worked_on_one_after_the_other(desk: Desk) -> None:
    first = await kept(desk, asked())
    second = await kept(desk, asked(requested_at=NOW + timedelta(seconds=1)))
    other = await kept(desk, asked("62.02", requested_at=NOW + timedelta(seconds=2)))

    async with desk.begin(ALL) as work:
        claims = [
            await work.licence_imports.claim(new_id(), now=NOW, until=LATER) for _ in range(3)
        ]

    assert [one.id if one else None for one in claims] == [first.id, other.id, None]
    assert (await _claimed_later(desk)) in {first.id, second.id, other.id}


async def _claimed_later(desk: Desk) -> object:
    async with desk.begin(ALL) as work:
        found = await work.licence_imports.claim(new_id(), now=LATER, until=LATER)
    return found.id if found else None


async def test_an_import_that_has_ended_lets_go_of_its_file(desk: Desk) -> None:
    one = await kept(desk, asked())
    fault = RowError(row=3, column="Nomor", code="missing")
    async with desk.begin(ALL) as work:
        await work.licence_imports.claim(FIRST, now=NOW, until=LATER)
    async with desk.begin(SYSTEM) as work:
        ended = one.ended(rows=9, errors=[fault], at=NOW, notes={"unchanged": 4})
        assert await work.licence_imports.finish(ended, FIRST)
        assert not await work.licence_imports.finish(ended, FIRST)

    async with desk.begin(ALL) as work:
        found = await work.licence_imports.get(one.id)
        with pytest.raises(NotFound):
            await work.licence_imports.content(one.id)
        assert await work.licence_imports.claim(SECOND, now=LATER, until=LATER) is None
    assert found == ended
    assert (ended.state, ended.errors, ended.rows) == (ImportState.FAILED, (fault,), 9)


async def test_the_book_takes_each_number_once_with_its_tokens(desk: Desk) -> None:
    first = licence(number="503/1", signature=None, holder_nik="8102150101900001")
    again = licence(number="503/1", signature=None)
    second = licence(number="503/2", signature=None, holder_address="Jalan Contoh 1")

    async with desk.begin(SYSTEM) as work:
        assert await work.licence_book.enter([first]) == [first]
        assert await work.licence_book.enter([again, second]) == [second]
        assert await work.licence_book.enter([]) == []
        under = await work.licence_book.under(OFFICE, ["503/1", "503/2", "503/3"])
        target = await work.tokens.find("licence", second.verification_token)
    assert under == {"503/1": first, "503/2": second}
    assert target is not None
    assert target.target == second.id
    async with desk.begin(FOREIGN) as work:
        assert await work.licence_book.under(OFFICE, ["503/1"]) == {}
