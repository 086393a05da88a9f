"""The office's whole catalogue out, and in again: every entry, or none where one is wrong.

An entry that says what is in force already makes no new version, so that a file can be imported
again. Services that the file does not name are left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from permit_service.application.access import own_office
from permit_service.application.ports import Ports, Reading, Work
from permit_service.application.publish_service import (
    keep_version,
    known_agencies,
    next_version,
)
from permit_service.domain.catalogue_change import Change
from permit_service.domain.catalogue_entry import entry_problems
from permit_service.domain.service import Service
from shared.identity import Caller, Role
from shared.imports.operation import ImportOperation
from shared.imports.rows import RowError
from shared.messaging.once import Once

KIND = "service_catalogue"
MAX_CHANGES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCatalogue:
    """`entries` in the order of the file; None for a row that is no entry."""

    caller: Caller
    entries: Sequence[Mapping[str, Any] | None]
    dry_run: bool = False
    once: Once | None = None


async def import_catalogue(command: ImportCatalogue, ports: Ports) -> ImportOperation:
    """Publishes what differs, in one transaction; a dry run and a fault publish nothing."""
    command.caller.require(Role.ADMINISTRATOR)
    office_code = own_office(command.caller)
    async with ports.begin(command.caller, once=command.once) as work:
        known = {one.code: one for one in await work.catalogue.services(office_code)}
        faults = _faults(command.entries, known_agencies(list(known.values())))
        made = [] if faults else _made(command.entries, known, office_code)
        if not command.dry_run:
            await _publish([service for service, _ in made], work)
        asked = ImportOperation(
            id=ports.new_id(), office_code=office_code, kind=KIND, dry_run=command.dry_run
        )
        done = asked.ended(
            rows=len(command.entries),
            errors=faults,
            at=work.now,
            notes={
                "changed": len(made),
                "unchanged": 0 if faults else len(command.entries) - len(made),
                "services": [await _told(one, changes, work) for one, changes in made],
            },
        )
        await work.catalogue_imports.add(done)
        return work.answer(done)


def _faults(
    entries: Sequence[Mapping[str, Any] | None], agencies: frozenset[str]
) -> tuple[RowError, ...]:
    named = {code for one in entries for code in _named(one)}
    found: list[RowError] = []
    seen: set[Any] = set()
    for row, entry in enumerate(entries, start=1):
        if entry is None:
            found.append(RowError(row=row, column="", code="not_an_entry"))
            continue
        problems = entry_problems(entry, agencies=agencies | named)
        found += [RowError(row=row, column=place, code=code) for place, code in problems]
        code = str(entry.get("code"))
        if code in seen:
            found.append(RowError(row=row, column="/code", code="not_unique"))
        seen.add(code)
    return tuple(found)


def _named(entry: Mapping[str, Any] | None) -> Sequence[str]:
    names = entry.get("agency_names") if entry else None
    return list(names) if isinstance(names, dict) else []


def _made(
    entries: Sequence[Mapping[str, Any] | None], known: Mapping[str, Service], office_code: str
) -> list[tuple[Service, tuple[Change, ...]]]:
    found = []
    for entry in entries:
        assert entry is not None
        before = known.get(entry["code"])
        service, changes = next_version(before, entry, office_code=office_code)
        if service is not before:
            found.append((service, changes))
    return found


async def _publish(services: Sequence[Service], work: Work) -> None:
    for service in services:
        await keep_version(service, work)


async def _told(service: Service, changes: tuple[Change, ...], reading: Reading) -> dict[str, Any]:
    running = await reading.catalogue.running(service.office_code, service.code)
    return {
        "service_code": service.code,
        "version": service.version,
        "changes": [
            {"pointer": one.pointer, "kind": one.kind.value} for one in changes[:MAX_CHANGES]
        ],
        "running": sum(one.count for one in running),
    }
