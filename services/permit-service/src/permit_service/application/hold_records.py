"""Putting a hold on what must not be destroyed, and lifting it, by administrator or Head."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from permit_service.application.access import own_office
from permit_service.application.ports import Ports, Reading
from permit_service.domain.legal_hold import HoldReason, HoldTarget, LegalHold
from permit_service.domain.nik import check_nik
from shared.calendar.office_time import local_date
from shared.contracts.permit_retention import LegalHoldLiftedV1, LegalHoldPutV1
from shared.errors import InvalidRequest, NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once

KEEPERS = (Role.ADMINISTRATOR, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutHold:
    """`until` is its last day; without one it holds until it is lifted."""

    caller: Caller
    target: HoldTarget
    reason: HoldReason
    note: str = field(repr=False)
    until: date | None = None
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold:
    """`expected_version` is the one that the caller has read."""

    caller: Caller
    hold_id: UUID
    expected_version: int | None = None
    once: Once | None = None


async def put_hold(command: PutHold, ports: Ports) -> LegalHold:
    """In the caller's own office. Raises NotFound for another one's application, InvalidRequest
    for a last day that has passed."""
    command.caller.require(*KEEPERS)
    target = command.target
    subject = target.subject
    async with ports.begin(command.caller, once=command.once) as work:
        office_code = own_office(command.caller)
        today = await _today(office_code, work)
        if command.until is not None and command.until < today:
            raise InvalidRequest(pointers=(("/until", "in_the_past"),))
        if target.nik is not None:
            check_nik(target.nik, today=today)
        hold = LegalHold(
            id=ports.new_id(),
            office_code=office_code,
            subject=subject,
            application_id=target.application_id,
            account=None if target.account is None else str(target.account),
            reason=command.reason,
            note=command.note,
            put_by=command.caller.actor,
            since=work.now,
            until=command.until,
        )
        await work.retention.holds.add(hold, nik=target.nik)
        work.events.add(
            LegalHoldPutV1(
                office_code=office_code,
                hold_id=hold.id,
                subject_kind=subject.value,
                application_id=hold.application_id,
                put_at=hold.since,
                until=hold.until,
            ),
            reason=hold.reason.value,
        )
        return work.answer(hold)


async def lift_hold(command: LiftHold, ports: Ports) -> LegalHold:
    """Raises NotFound, StaleVersion, HoldLifted."""
    command.caller.require(*KEEPERS)
    async with ports.begin(command.caller, once=command.once) as work:
        before = await work.retention.holds.get(command.hold_id)
        if command.expected_version not in (None, before.version):
            raise StaleVersion
        after = await work.retention.holds.save(before.lifted(by=command.caller.actor, at=work.now))
        work.events.add(
            LegalHoldLiftedV1(
                office_code=after.office_code,
                hold_id=after.id,
                subject_kind=after.subject.value,
                application_id=after.application_id,
                lifted_at=work.now,
            ),
            reason=after.reason.value,
        )
        return work.answer(after)


async def read_hold(hold_id: UUID, caller: Caller, ports: Ports) -> LegalHold:
    """Raises Forbidden, NotFound."""
    caller.require(*KEEPERS)
    async with ports.read(caller) as reading:
        return await reading.retention.holds.get(hold_id)


async def read_holds(
    caller: Caller, ports: Ports, *, is_standing: bool, before: UUID | None, limit: int
) -> Sequence[LegalHold]:
    """Newest first, one more than the limit."""
    caller.require(*KEEPERS)
    async with ports.read(caller) as reading:
        today = await _today(own_office(caller), reading)
        return await reading.retention.holds.page(
            is_standing=is_standing, today=today, before=before, limit=limit + 1
        )


async def _today(office_code: str, reading: Reading) -> date:
    office = await reading.offices.get(office_code)
    if office is None:
        raise NotFound
    return local_date(reading.now, office.zone)
