"""Reminds an office of what it owes to OSS: shortly before the last day, and after it.

One mail a step for a whole office, however many rows a plan has; each entry is told of once before
its day and once after it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid5

from gateway.application.oss.entry_ports import EntryWork, OssEntryPorts
from gateway.domain.notification import Channel, Kind, Notification, planned, role_receiver
from gateway.domain.oss.entry import OssEntry
from shared.calendar.office_time import local_date
from shared.identity import ANYBODY, Role, system_caller

BATCH = 2_000
AHEAD = timedelta(days=3)


async def remind_of_oss_entries(ports: OssEntryPorts) -> int:
    """How many entries were told of now, in all offices; each office is a transaction of its
    own."""
    async with ports.read(ANYBODY) as stores:
        offices = [(one.code, one.zone) for one in await stores.offices.all()]
    told = 0
    for code, zone in offices:
        async with ports.begin(system_caller("gateway", code)) as work:
            told += await _remind(work, today=local_date(work.now, zone))
    return told


async def _remind(work: EntryWork, *, today: date) -> int:
    overdue = await work.oss_entries.overdue_untold(today=today, limit=BATCH)
    for one in overdue:
        await work.oss_entries.save(
            replace(one, warned_at=one.warned_at or work.now, overdue_told_at=work.now)
        )
    soon = await work.oss_entries.unwarned(due_by=today + AHEAD, limit=BATCH)
    for one in soon:
        await work.oss_entries.save(replace(one, warned_at=work.now))
    letters = [
        letter
        for kind, entries in ((Kind.OSS_ENTRIES_OVERDUE, overdue), (Kind.OSS_ENTRIES_DUE, soon))
        if (letter := _letter(kind, entries, work)) is not None
    ]
    await work.notifications.plan(letters)
    return len(overdue) + len(soon)


def _letter(kind: Kind, entries: Sequence[OssEntry], work: EntryWork) -> Notification | None:
    """To the officials; its id follows from the first entry, which is told of once."""
    if not entries:
        return None
    first = min(entries, key=lambda one: (one.due_on or date.max, one.id))
    assert first.due_on is not None
    return planned(
        event_id=uuid5(first.id, kind),
        office_code=first.office_code,
        kind=kind,
        subject_id=first.id,
        receiver=role_receiver(Role.LICENSING_OFFICIAL),
        channel=Channel.MAIL,
        facts={"count": str(len(entries)), "due_on": first.due_on.isoformat()},
        at=work.now,
    )
