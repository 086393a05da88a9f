"""Sends what OSS must be told: claim, ask the owner, ask OSS, keep the outcome.

No transaction is open while somebody else is waited for. A record whose answer was lost, or whose
worker died, is sent again only after OSS was asked where the permit stands; so it has its effect
once. While the circuit is open nothing is sent and everything waits.
"""

import asyncio
from datetime import timedelta
from typing import Any

from gateway.application.oss.intake_ports import OssCase
from gateway.application.oss.plan_oss_entries import enter_by_hand
from gateway.application.oss.record_ports import Oss, OssSendingPorts, OssYes
from gateway.domain.errors import OutsideSystemAway, OutsideSystemRefused
from gateway.domain.oss.body import fields_of
from gateway.domain.oss.permit import OssPermit
from gateway.domain.oss.record import OssRecord, RecordState
from shared.circuit import CircuitOpen
from shared.contracts.gateway import OssRecordAcceptedV1, OssRecordRefusedV1
from shared.errors import NotFound, Refusal
from shared.identity import ANYBODY, Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

AT_ONCE = 8
ATTEMPT_TIMEOUT_SECONDS = 60.0
LEASE = timedelta(minutes=2)
IDS_MISSING, NIB_DIFFERS = "ids_missing", "nib_differs"
CHECKED = "200"


async def send_oss_records(ports: OssSendingPorts) -> int:
    """How many were settled, in all offices."""
    if ports.oss is None:
        return 0
    async with ports.read(ANYBODY) as stores:
        offices = [one.code for one in await stores.offices.all()]
    return sum([await _send_office(code, ports.oss, ports) for code in offices])


async def _send_office(office_code: str, oss: Oss, ports: OssSendingPorts) -> int:
    now = ports.clock.now()
    async with ports.begin(_caller(office_code)) as work:
        claimed = await work.oss_records.claim(now=now, until=now + LEASE, limit=AT_ONCE)
    settled = await asyncio.gather(*(_try(one, oss, ports) for one in claimed))
    return sum(settled)


async def _try(record: OssRecord, oss: Oss, ports: OssSendingPorts) -> bool:
    """Whether it is settled now."""
    outcome, yes = await _attempt(record, oss, ports)
    async with ports.begin(_caller(record.office_code)) as work:
        if not await work.oss_records.settle(outcome, attempt=record.attempts):
            return False
        if outcome.application_id is not None and outcome.licence_id is not None:
            await work.oss_applications.note_licences({outcome.application_id: outcome.licence_id})
        if outcome.state is RecordState.ACCEPTED:
            await work.oss_entries.note_sent(outcome.event_id, at=work.now)
        if outcome.state is RecordState.BY_HAND:
            await enter_by_hand(outcome, work)
        if event := _told(outcome, yes):
            work.events.add(event)
    if outcome.failure is not None or outcome.state is RecordState.REFUSED:
        log.warning(
            "oss_record_not_taken",
            id=str(outcome.id),
            method=outcome.method.value,
            code=outcome.answer_code or outcome.failure,
            attempts=outcome.attempts,
            state=outcome.state.value,
        )
    return outcome.state is not RecordState.WAITING


async def _attempt(
    record: OssRecord, oss: Oss, ports: OssSendingPorts
) -> tuple[OssRecord, OssYes | None]:
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT_SECONDS):
            return await _sent(record, oss, ports)
    except CircuitOpen as waits:
        until = ports.clock.now() + timedelta(seconds=waits.retry_after_seconds or 1)
        return record.put_off("circuit_open", until=until), None
    except OutsideSystemAway as away:
        return record.failed(away.reason, at=ports.clock.now()), None
    except OutsideSystemRefused as no:
        return record.refused(no.reason, at=ports.clock.now()), None
    except TimeoutError:
        return record.failed("timed_out", at=ports.clock.now()), None
    except Refusal as refusal:
        # The owner is away, or has not heard of it yet.
        code = "subject_unknown" if isinstance(refusal, NotFound) else "owner_unavailable"
        return record.failed(code, at=ports.clock.now()), None
    except Exception as bug:
        # No text of the exception: it may hold what was to be sent.
        log.error("oss_record_not_made", id=str(record.id), error=type(bug).__name__)
        return record.failed("not_made", at=ports.clock.now()), None


async def _sent(
    record: OssRecord, oss: Oss, ports: OssSendingPorts
) -> tuple[OssRecord, OssYes | None]:
    now = ports.clock.now()
    case = await _case(record, ports)
    if case is None or case.permit is None:
        return record.not_for_oss(at=now), None
    if record.application_id is None:
        return record.joined(case.application_id, at=now), None
    if record.code is None:
        return record.by_hand(at=now), None
    known, last, office = await _known(record, case.permit, ports)
    if known is not None and known.nib != case.permit.nib:
        return record.refused(NIB_DIFFERS, at=now), None
    if last is not None and last.occurred_at > record.occurred_at:
        return record.overtaken(at=now), None
    permit = case.permit.completed(known)
    if permit.missing:
        return record.failed(IDS_MISSING, at=now), None
    is_same_again = last is not None and last.code == record.code
    if record.may_have_been_taken and not is_same_again:
        stands = await _guarded(record, ports, lambda: oss.licence_status(permit.id_izin))
        if stands == record.code:
            return record.accepted(code=CHECKED, at=now), OssYes(code=CHECKED)
    fields = fields_of(record, permit, case.licence, office_name=office)
    yes: OssYes = await _guarded(record, ports, lambda: oss.tell(record.method, fields))
    return record.accepted(code=yes.code, at=ports.clock.now()), yes


async def _case(record: OssRecord, ports: OssSendingPorts) -> OssCase | None:
    office = record.office_code
    if record.application_id is not None:
        return await ports.desk.case_of_application(record.application_id, office_code=office)
    assert record.licence_id is not None
    return await ports.desk.case_of_licence(record.licence_id, office_code=office)


async def _known(
    record: OssRecord, permit: OssPermit, ports: OssSendingPorts
) -> tuple[OssPermit | None, OssRecord | None, str]:
    """What OSS told of the permit, what it was last told by us, and the office's name."""
    async with ports.read(_caller(record.office_code)) as stores:
        known = await stores.oss_permits.find(permit.id_izin)
        last = await stores.oss_records.last_accepted(record.stream)
        office = await stores.offices.get(record.office_code)
    return (known.permit if known else None), last, office.name


async def _guarded(record: OssRecord, ports: OssSendingPorts, call: Any) -> Any:
    return await ports.guard(record.office_code, call)


def _told(
    outcome: OssRecord, yes: OssYes | None
) -> OssRecordAcceptedV1 | OssRecordRefusedV1 | None:
    match outcome.state:
        case RecordState.ACCEPTED:
            return OssRecordAcceptedV1(
                office_code=outcome.office_code,
                subject_id=outcome.subject,
                method=outcome.method.value,
                oss_reference=yes.reference if yes else None,
            )
        case RecordState.REFUSED:
            return OssRecordRefusedV1(
                office_code=outcome.office_code,
                subject_id=outcome.subject,
                method=outcome.method.value,
                answer_code=outcome.answer_code or "",
            )
    return None


def _caller(office_code: str) -> Caller:
    return system_caller("gateway", office_code)
