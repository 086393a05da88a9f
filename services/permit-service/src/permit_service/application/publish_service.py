"""A new version of a service, by the office's administrator: for new applications alone.

Running applications name the version that they were made under, and no version ever changes. An
entry that says what is in force already makes no new version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from permit_service.application.access import own_office
from permit_service.application.catalogue_ports import VersionUse
from permit_service.application.ports import Ports, Reading, Work
from permit_service.domain.catalogue_change import Change, changes_of
from permit_service.domain.catalogue_entry import require_entry
from permit_service.domain.errors import EntryNotValid
from permit_service.domain.service import Service, service_id
from shared.contracts.permit import ServicePublishedV1
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishService:
    """`expected_version` is the one that the caller has read; 0 for a service that is new."""

    caller: Caller
    code: str
    expected_version: int
    content: Mapping[str, Any]
    dry_run: bool = False
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """`service` is what is in force afterwards, or would be; `running` keep what they have."""

    service: Service
    changes: tuple[Change, ...]
    running: Sequence[VersionUse]
    is_published: bool
    dry_run: bool


async def publish_service(command: PublishService, ports: Ports) -> Publication:
    """Raises EntryNotValid with a pointer for each place, StaleVersion."""
    command.caller.require(Role.ADMINISTRATOR)
    office_code = own_office(command.caller)
    if command.dry_run:
        async with ports.read(command.caller) as reading:
            return await _planned(command, office_code, reading)
    async with ports.begin(command.caller, once=command.once) as work:
        planned = await _planned(command, office_code, work)
        if planned.is_published:
            await keep_version(planned.service, work)
        return work.answer(planned)


async def keep_version(service: Service, work: Work) -> None:
    """Writes a version and tells of it."""
    await work.catalogue.publish(service, at=work.now)
    work.events.add(
        ServicePublishedV1.model_validate(
            {
                "office_code": service.office_code,
                "service_id": service_id(service.office_code, service.code),
                "service_code": service.code,
                "service_version": service.version,
                "standard_value": service.standard.value,
                "standard_unit": service.standard.unit.value,
                "published_at": work.now,
            }
        )
    )


def known_agencies(services: Sequence[Service]) -> frozenset[str]:
    """The agencies that the office's catalogue asks or names."""
    return frozenset(
        code
        for one in services
        for code in (*one.content["agencies"], *one.content.get("agency_names", ()))
    )


async def _planned(command: PublishService, office_code: str, reading: Reading) -> Publication:
    services = await reading.catalogue.services(office_code)
    if not services:
        raise NotFound
    if command.content.get("code") != command.code:
        raise EntryNotValid(pointers=(("/code", "mismatch"),))
    require_entry(command.content, agencies=known_agencies(services))
    before = next((one for one in services if one.code == command.code), None)
    if command.expected_version != (before.version if before else 0):
        raise StaleVersion
    service, changes = next_version(before, command.content, office_code=office_code)
    return Publication(
        service=service,
        changes=changes,
        running=await reading.catalogue.running(office_code, command.code),
        is_published=service is not before and not command.dry_run,
        dry_run=command.dry_run,
    )


def next_version(
    before: Service | None, content: Mapping[str, Any], *, office_code: str
) -> tuple[Service, tuple[Change, ...]]:
    """The version that an entry makes, and what it changes; the one before where it changes
    nothing."""
    changes = changes_of(before.content if before else {}, content)
    if before is not None and not changes:
        return before, ()
    version = before.version + 1 if before else 1
    return Service.of(content, office_code=office_code, version=version), changes
