"""Applications of outside systems: one suite, on memory and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

from permit_service.domain.outside_intake import OutsideIntake
from permit_service.domain.service import Channel
from permit_service.testing.facts import OFFICE
from shared.ids import new_id

from .stores import FOREIGN, NOW, SYSTEM, Desk

SECOND = timedelta(seconds=1)


def intake(number: str, *, due: int = 0) -> OutsideIntake:
    return OutsideIntake(
        id=new_id(),
        office_code=OFFICE,
        channel=Channel.SICANTIK,
        outside_number=number,
        service_code="PAUD",
        due_at=NOW + due * SECOND,
    )


async def test_an_intake_is_new_once_by_id_and_by_number_and_claimed_by_one_worker(
    desk: Desk,
) -> None:
    first, second, later = intake("1", due=-1), intake("2"), intake("3", due=60)
    async with desk.begin(SYSTEM) as work:
        for one in (first, second, later):
            assert await work.outside_intakes.add(one)
        assert not await work.outside_intakes.add(first)
        assert not await work.outside_intakes.add(replace(second, id=new_id()))

    async def claimed() -> set[str]:
        async with desk.begin(SYSTEM) as work:
            found = await work.outside_intakes.claim(
                OFFICE, now=NOW, until=NOW + 30 * SECOND, limit=9
            )
        return {one.outside_number for one in found}

    assert await claimed() == {"1", "2"}
    assert await claimed() == set()
    async with desk.begin(SYSTEM) as work:
        held = await work.outside_intakes.hold(first.id)
        assert held == replace(first, due_at=NOW + 30 * SECOND)
        await work.outside_intakes.save(held.refused("service_unknown"))
        same = await work.outside_intakes.of_number(OFFICE, Channel.SICANTIK, "1")
        assert same is not None
        assert same.refusal == "service_unknown"
        # The clock was set back by an hour since: nobody waits that long.
        back = await work.outside_intakes.claim(
            OFFICE, now=NOW - timedelta(hours=1), until=NOW, limit=9
        )
        assert {one.outside_number for one in back} == {"2", "3"}
    async with desk.begin(FOREIGN) as work:
        assert await work.outside_intakes.hold(first.id) is None
        assert not await work.outside_intakes.claim(OFFICE, now=NOW, until=NOW, limit=9)
