"""The recap of a register, in memory and on PostgreSQL: the same counts."""

from datetime import timedelta

from permit_service.domain.applicant import ApplicantKind
from permit_service.domain.application import Application, Stamps
from permit_service.domain.register_recap import RecapFact, RecapLine, added_up
from permit_service.domain.service import Mode
from permit_service.domain.steps import Status

from .stores import FOREIGN, NOW, OFFICE, SYSTEM, Desk, added, draft

DAY = timedelta(days=1)


def handed_in(number: int, *, after: timedelta = timedelta(), **changes: object) -> Application:
    stamps = Stamps(submitted_at=NOW + after)
    given = {"status": Status.SUBMITTED, "receipt_number": f"R-{number}", "stamps": stamps}
    return draft(**given | changes)


async def recap(desk: Desk) -> list[RecapLine]:
    async with desk.read(SYSTEM) as reading:
        return await reading.recaps.of(OFFICE, start=NOW, end=NOW + DAY)


async def test_what_is_alike_stands_in_one_line_and_all_lines_add_up(desk: Desk) -> None:
    await added(desk, handed_in(1))
    await added(desk, handed_in(2, status=Status.REJECTED))
    await added(desk, handed_in(3, mode=Mode.ASSISTED, assisted_by="officer"))
    await added(desk, draft())

    lines = await recap(desk)

    by_mode = added_up(lines, by=RecapFact.MODE)
    assert {mode: found["applications"] for mode, found in by_mode.items()} == {
        "self_service": 2,
        "assisted": 1,
    }
    assert len(lines) == 2
    assert by_mode["self_service"]["rejected"] == 1
    assert added_up(lines)[""]["applications"] == 3
    assert {(one.category, one.is_berusaha) for one in lines} == {("PERIZINAN", True)}
    assert {one.applicant_kind for one in lines} == {ApplicantKind.PERSON}


async def test_a_period_begins_with_its_first_moment_and_ends_before_the_next(desk: Desk) -> None:
    await added(desk, handed_in(1, after=-timedelta(microseconds=1)))
    await added(desk, handed_in(2))
    await added(desk, handed_in(3, after=DAY - timedelta(microseconds=1)))
    await added(desk, handed_in(4, after=DAY))

    assert [one.applications for one in await recap(desk)] == [2]


async def test_another_office_counts_nothing_of_it(desk: Desk) -> None:
    await added(desk, handed_in(1))

    async with desk.read(FOREIGN) as reading:
        assert await reading.recaps.of(OFFICE, start=NOW, end=NOW + DAY) == []
