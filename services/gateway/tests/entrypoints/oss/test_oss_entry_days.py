"""Rows of the plan and their last days: what is missing is shown, and told of once before and once
after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.application.oss.remind_of_oss_entries import remind_of_oss_entries
from gateway.testing.oss_door import OFFICE
from gateway.testing.oss_entry_desk import NOW, EntryDesk
from shared.contracts.inspection import PlanItemsListedV1, PlanItemsWithdrawnV1
from shared.ids import new_id


@pytest.mark.requirement("R004-P08-4")
async def test_every_row_of_the_plan_is_exported_entered_and_missed_by_itself(
    desk: EntryDesk,
) -> None:
    plan, items = new_id(), tuple(new_id() for _ in range(4))
    listed = PlanItemsListedV1(
        office_code=OFFICE, plan_id=plan, year=2027, item_ids=items, due_on=date(2026, 6, 18)
    )
    await desk.door.tell(listed, times=2)

    (name, rows), *others = (await desk.sheets("state=open&kind=plan_item")).items()
    assert (name, others, len(rows)) == ("Rencana inspeksi", [], 5)
    assert rows[0][1:5] == [
        "Nama Pelaku Usaha",
        "Lokasi Proyek (Kabupaten)",
        "Realisasi Penanaman Modal",
        "Pemanfaatan fasilitas",
    ]
    # What begins like a formula stays the text that it is.
    assert rows[1][1:4] == ["=PT CONTOH", "Maluku Tenggara", "5000000"]
    entries = {one["subject_id"]: one for one in await desk.listed("kind=plan_item")}
    assert set(entries) == {str(one) for one in items}
    assert {(one["due_on"], one["year"]) for one in entries.values()} == {("2026-06-18", "2027")}
    first, second, third, fourth = (entries[str(one)] for one in items)
    for one in (first, second):
        assert (await desk.enter(one, oss_reference=f"R-{one['id']}")).status_code == 200

    # The agencies take two rows out again: one stands in OSS by now, the other does not.
    removed = PlanItemsWithdrawnV1(
        office_code=OFFICE, plan_id=plan, year=2027, item_ids=(items[1], items[2])
    )
    await desk.door.tell(removed, times=2)
    (removal,) = await desk.listed("kind=plan_item_removal")
    assert (removal["subject_id"], removal["state"]) == (second["subject_id"], "open")
    states = {one["id"]: one["state"] for one in await desk.listed("kind=plan_item")}
    assert [states[one["id"]] for one in (first, second, third, fourth)] == [
        "entered",
        "entered",
        "withdrawn",
        "open",
    ]

    # The last day itself is in time, by the office's own midnight.
    desk.door.clock.set(datetime(2026, 6, 18, 14, 59, tzinfo=UTC))
    assert await desk.listed("overdue=true") == []
    assert not any(one["is_overdue"] for one in await desk.listed())
    desk.door.clock.set(datetime(2026, 6, 18, 15, 1, tzinfo=UTC))
    (missing,) = await desk.listed("overdue=true")
    assert (missing["id"], missing["is_overdue"]) == (fourth["id"], True)
    whole = (await desk.sheets())["Rencana inspeksi"]
    late, state = (whole[0].index(one) for one in ("Terlambat", "Status"))
    assert sorted((row[late], row[state]) for row in whole[1:]) == [
        ("", "Sudah dimasukkan"),
        ("", "Sudah dimasukkan"),
        ("", "Tidak perlu lagi"),
        ("Ya", "Belum dimasukkan"),
    ]


async def test_the_officials_are_reminded_once_before_the_last_day_and_once_after_it(
    desk: EntryDesk,
) -> None:
    items = tuple(new_id() for _ in range(3))
    await desk.door.tell(
        PlanItemsListedV1(
            office_code=OFFICE,
            plan_id=new_id(),
            year=2027,
            item_ids=items,
            due_on=date(2026, 6, 22),
        )
    )
    ports = desk.door.parts.entries
    counted = []
    for day in (15, 19, 19, 22, 23, 23):
        desk.door.clock.set(NOW + timedelta(days=day - 15))
        counted.append(await remind_of_oss_entries(ports))
        if day == 22:
            (entry, *_) = await desk.listed()
            assert (await desk.enter(entry)).status_code == 200
    # Two days' notice for all three; the one that was entered in time is not told of again.
    assert counted == [0, 3, 0, 0, 2, 0]
    answer = await desk.http.get("/v1/notifications", headers=desk.as_("administrator"))
    letters = [one for one in answer.json()["items"] if one["kind"].startswith("oss_entries")]
    assert sorted(one["kind"] for one in letters) == ["oss_entries_due", "oss_entries_overdue"]
