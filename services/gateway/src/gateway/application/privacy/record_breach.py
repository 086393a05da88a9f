"""An administrator enters a breach of personal data, and corrects what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from gateway.application.privacy.breach_ports import BreachPorts
from gateway.domain.privacy.breach import DataCategory, PrivacyBreach
from shared.contracts.gateway import PrivacyBreachRecordedV1
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBreach:
    """Which data, when and how, and what is done about it (UU 27/2022 Ps 46(2))."""

    caller: Caller
    office_code: str
    detected_at: datetime
    occurred_at: datetime | None
    categories: tuple[DataCategory, ...]
    description: str = field(repr=False)
    handling: str = field(repr=False)
    applications: tuple[UUID, ...]
    affected: int
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectBreach:
    """What is given replaces what stood there."""

    caller: Caller
    breach_id: UUID
    expected_version: int
    handling: str | None = field(default=None, repr=False)
    applications: tuple[UUID, ...] | None = None
    affected: int | None = None


async def record_breach(command: RecordBreach, ports: BreachPorts) -> PrivacyBreach:
    """The entry; the 3 × 24 hours run from its detection. Raises NotYetHappened, NotFound for
    another office."""
    command.caller.require(Role.ADMINISTRATOR)
    if not command.caller.sees(command.office_code):
        raise NotFound
    async with ports.begin(command.caller, once=command.once) as work:
        breach = PrivacyBreach(
            id=ports.new_id(),
            office_code=command.office_code,
            detected_at=command.detected_at,
            occurred_at=command.occurred_at,
            categories=command.categories,
            description=command.description,
            handling=command.handling,
            applications=command.applications,
            affected=max(command.affected, len(command.applications)),
            recorded_by=command.caller.actor,
            recorded_at=work.now,
        ).checked(now=work.now)
        await work.breaches.add(breach)
        work.events.add(
            PrivacyBreachRecordedV1(
                office_code=breach.office_code,
                breach_id=breach.id,
                categories=tuple(one.value for one in breach.categories),
                affected=breach.affected,
                detected_at=breach.detected_at,
                notice_due_at=breach.notice_due_at,
            )
        )
        return work.answer(breach)


async def correct_breach(command: CorrectBreach, ports: BreachPorts) -> PrivacyBreach:
    """As it stands now; raises NotFound, StaleVersion."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller) as work:
        before = await work.breaches.get(command.breach_id)
        if before.version != command.expected_version:
            raise StaleVersion
        applications = before.applications
        if command.applications is not None:
            applications = command.applications
        affected = before.affected if command.affected is None else command.affected
        after = replace(
            before,
            handling=before.handling if command.handling is None else command.handling,
            applications=applications,
            affected=max(affected, len(applications)),
        )
        return await work.breaches.save(after)


async def read_breach(breach_id: UUID, caller: Caller, ports: BreachPorts) -> PrivacyBreach:
    """One entry of the administrator's office; raises NotFound."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as stores:
        return await stores.breaches.get(breach_id)


async def list_breaches(
    caller: Caller, ports: BreachPorts, *, before: UUID | None, limit: int
) -> Sequence[PrivacyBreach]:
    """The register, newest first, one more than the limit."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as stores:
        return await stores.breaches.page(before=before, limit=limit)
