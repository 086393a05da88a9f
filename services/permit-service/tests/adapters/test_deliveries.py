"""Handing over, on memory and on PostgreSQL: the same promises."""

from dataclasses import replace
from datetime import date, timedelta

from permit_service.domain.delivery import Delivery, Means
from permit_service.domain.steps import Status
from permit_service.testing.facts import OFFICE
from shared.ids import new_id

from .stores import FOREIGN, NOW, OWNER, STRANGER, SYSTEM, Desk, added, draft, licence


async def signed(desk: Desk, *, ago: timedelta = timedelta(0)) -> Delivery:
    """A signed application, and a handing over of its licence that is not kept yet."""
    application = await added(desk, draft())
    issued = licence(application.id)
    after = replace(
        application,
        status=Status.SIGNED,
        receipt_number=str(new_id()),
        stamps=replace(application.stamps, signed_at=NOW - ago),
    )
    async with desk.begin(SYSTEM) as work:
        await work.licences.add(issued)
        await work.applications.save(after, before=application)
    return Delivery(
        id=new_id(),
        office_code=OFFICE,
        application_id=application.id,
        licence_id=issued.id,
        means=Means.COUNTER,
        is_automatic=False,
        delivered_by="somebody",
        delivered_at=NOW,
        handed_over_on=date(2026, 6, 15),
        receiver="Pemohon Contoh",
    )


async def test_a_handing_over_is_seen_where_its_application_is(desk: Desk) -> None:
    first = await signed(desk)
    second = replace(first, id=new_id(), means=Means.ELECTRONIC, receiver=None)
    async with desk.begin(SYSTEM) as work:
        await work.deliveries.add(second)
        await work.deliveries.add(first)

    for caller, seen in ((SYSTEM, 2), (OWNER, 2), (STRANGER, 0), (FOREIGN, 0)):
        async with desk.read(caller) as reading:
            found = await reading.deliveries.of(first.application_id)
        assert found == [first, second][:seen]


async def test_due_is_what_was_signed_within_the_moments_and_is_not_handed_over(
    desk: Desk,
) -> None:
    ages = (timedelta(seconds=30), timedelta(minutes=2), timedelta(days=8))
    _, due, _ = [(await signed(desk, ago=age)).application_id for age in ages]
    await added(desk, draft())

    async def found(office: str) -> list[object]:
        async with desk.read(SYSTEM) as reading:
            return list(
                await reading.deliveries.due(
                    office,
                    signed_from=NOW - timedelta(days=7),
                    signed_until=NOW - timedelta(minutes=1),
                    limit=10,
                )
            )

    assert await found(OFFICE) == [due]
    assert await found("62.02") == []
