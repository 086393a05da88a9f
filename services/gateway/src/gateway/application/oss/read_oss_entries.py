"""What the office still owes to OSS, and what it has entered, with all there is to type."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from gateway.application.oss.entry_ports import (
    EntryQuery,
    EntryStores,
    FormLine,
    OssEntryPorts,
    ShownEntry,
)
from gateway.domain.offices.office import Office
from gateway.domain.oss.entry import OssEntry
from gateway.domain.oss.entry_rule import rule_for
from shared.calendar.office_time import local_date
from shared.errors import Forbidden, TooLarge, Unavailable
from shared.identity import Caller, Role

ENTERERS = (Role.LICENSING_OFFICIAL, Role.INSPECTOR, Role.BACK_OFFICE)
READERS = (*ENTERERS, Role.HEAD, Role.ADMINISTRATOR)
MAX_EXPORTED = 2_000
BATCH = 200


async def list_oss_entries(
    caller: Caller, ports: OssEntryPorts, query: EntryQuery, *, is_overdue: bool = False
) -> Sequence[ShownEntry]:
    """One more than the limit. An owner that is away does not hide what is owed."""
    async with ports.read(_reader(caller)) as stores:
        office = await stores.offices.get(caller.offices[0])
        today = local_date(ports.clock.now(), office.zone)
        wanted = replace(query, overdue_on=today if is_overdue else None)
        entries = await stores.oss_entries.page(wanted)
        leaving = await _leaving(entries, stores, ports)
    return await _shown(entries, office, leaving, ports)


async def show_oss_entry(entry_id: UUID, caller: Caller, ports: OssEntryPorts) -> ShownEntry:
    """Raises NotFound."""
    async with ports.read(_reader(caller)) as stores:
        office = await stores.offices.get(caller.offices[0])
        entry = await stores.oss_entries.get(entry_id)
        leaving = await _leaving([entry], stores, ports)
    (shown,) = await _shown([entry], office, leaving, ports)
    return shown


async def export_oss_entries(
    caller: Caller, ports: OssEntryPorts, query: EntryQuery, *, is_overdue: bool = False
) -> bytes:
    """All of them as a workbook, whole or not at all: raises Unavailable when a form cannot be had,
    TooLarge for more than MAX_EXPORTED."""
    found: list[ShownEntry] = []
    step = replace(query, before=None, limit=BATCH)
    while True:
        page = await list_oss_entries(caller, ports, step, is_overdue=is_overdue)
        found += page[:BATCH]
        if any(one.form is None for one in page):
            raise Unavailable(retry_after_seconds=1)
        if len(found) > MAX_EXPORTED:
            raise TooLarge
        if len(page) <= BATCH:
            return await asyncio.to_thread(ports.sheet, found)
        step = replace(step, before=found[-1].entry.id)


def _reader(caller: Caller) -> Caller:
    caller.require(*READERS)
    if len(caller.offices) != 1:
        raise Forbidden
    return caller


async def _leaving(
    entries: Sequence[OssEntry], stores: EntryStores, ports: OssEntryPorts
) -> frozenset[UUID]:
    """The events of which a method of OSS is still to be told."""
    if not ports.is_connected:
        return frozenset()
    return await stores.oss_records.on_their_way({one.event_id for one in entries})


async def _shown(
    entries: Sequence[OssEntry],
    office: Office,
    leaving: frozenset[UUID],
    ports: OssEntryPorts,
) -> list[ShownEntry]:
    today = local_date(ports.clock.now(), office.zone)
    forms = await _forms(entries, office, ports)
    return [
        ShownEntry(
            entry=one,
            rule=rule_for(one.rule_kind, on=local_date(one.occurred_at, office.zone)),
            is_overdue=one.is_overdue(today=today),
            is_on_its_way=one.event_id in leaving,
            form=None if forms is None else forms.get(one.id, ()),
        )
        for one in entries
    ]


async def _forms(
    entries: Sequence[OssEntry], office: Office, ports: OssEntryPorts
) -> Mapping[UUID, tuple[FormLine, ...]] | None:
    """None while an owner does not answer."""
    try:
        return await ports.forms.of(office.code, entries) if entries else {}
    except Unavailable:
        return None
