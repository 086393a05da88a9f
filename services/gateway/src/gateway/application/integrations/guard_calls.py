"""Asks an outside system under its circuit, and notes what came of it.

The circuit and the outage log change in short transactions before and after; none is open while
the system is waited for. A failure that opens the circuit begins an interruption in the log, the
first answer after it ends it. While maintenance is on, or somebody has noted the same, nothing is
noted twice.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from gateway.application.integrations.ports import IntegrationPorts, IntegrationWork
from gateway.application.integrations.tell_outages import told_of
from gateway.domain.errors import OutsideSystemAway, OutsideSystemRefused
from gateway.domain.integrations.circuit import OfficeCircuit
from gateway.domain.integrations.outage import ADAPTER, Outage, OutageKind, OutageState
from gateway.domain.integrations.outside_system import OutsideSystem
from shared.circuit import CircuitState
from shared.identity import Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

ResultT = TypeVar("ResultT")


async def guarded(
    call: Callable[[], Awaitable[ResultT]],
    *,
    system: OutsideSystem,
    office_code: str,
    ports: IntegrationPorts,
) -> ResultT:
    """What the call answers. Raises CircuitOpen without asking, OutsideSystemAway when it was not
    answered, OutsideSystemRefused when the answer was no (which is an answer)."""
    await _admit(system, office_code, ports)
    try:
        result = await call()
    except OutsideSystemAway as away:
        await _note_failure(away.reason, system, office_code, ports)
        raise
    except OutsideSystemRefused as refused:
        await _note_answer(system, office_code, ports, refusal=refused.reason)
        raise
    await _note_answer(system, office_code, ports)
    return result


async def _admit(system: OutsideSystem, office_code: str, ports: IntegrationPorts) -> None:
    async with ports.begin(_caller(office_code)) as work:
        circuit = await work.circuits.hold(system, office_code)
        admitting = circuit.admitting(now=work.now, rule=ports.rule)
        if admitting != circuit:
            await work.circuits.save(admitting)


async def _note_answer(
    system: OutsideSystem,
    office_code: str,
    ports: IntegrationPorts,
    *,
    refusal: str | None = None,
) -> None:
    async with ports.begin(_caller(office_code)) as work:
        circuit = await work.circuits.hold(system, office_code)
        answered = circuit.succeeded(now=work.now)
        if refusal is not None:
            answered = circuit.refused(refusal, now=work.now)
        await work.circuits.save(answered)
        # Looked for whatever the circuit says: a crash may have left one open.
        for outage in await _standing(circuit, work):
            if outage.is_noted_by_adapter():
                await work.outages.save(told_of(outage.ended(at=work.now), work))
                log.info("outage_ended", system=system.value, office_code=office_code)


async def _note_failure(
    code: str, system: OutsideSystem, office_code: str, ports: IntegrationPorts
) -> None:
    log.warning("outside_system_away", system=system.value, office_code=office_code, code=code)
    async with ports.begin(_caller(office_code)) as work:
        circuit = await work.circuits.hold(system, office_code)
        failed = circuit.failed(code, now=work.now, rule=ports.rule)
        await work.circuits.save(failed)
        if failed.state is not CircuitState.OPEN or await _standing(failed, work):
            return
        outage = Outage(
            id=ports.new_id(),
            office_code=office_code,
            system=system,
            kind=OutageKind.INTERRUPTION,
            started_at=await _beginning(failed, work),
            ended_at=None,
            noted_by=ADAPTER,
            noted_at=work.now,
        )
        await work.outages.add(told_of(outage, work))
        log.warning("outage_started", system=system.value, office_code=office_code)


async def _standing(circuit: OfficeCircuit, work: IntegrationWork) -> list[Outage]:
    """What is running now."""
    touching = await work.outages.touching(
        circuit.system, circuit.office_code, start=work.now, end=work.now
    )
    return [one for one in touching if one.state(work.now) is OutageState.RUNNING]


async def _beginning(circuit: OfficeCircuit, work: IntegrationWork) -> datetime:
    """The first failure, or the end of the last outage where that is later."""
    since = min(circuit.failing_since or work.now, work.now)
    earlier = await work.outages.touching(
        circuit.system, circuit.office_code, start=since, end=work.now
    )
    ends = [one.ended_at for one in earlier if one.ended_at is not None and one.ended_at < work.now]
    return max([since, *ends])


def _caller(office_code: str) -> Caller:
    return system_caller("gateway", office_code)
