"""Tells the others when an outage begins and ends: once each, and again when an end is corrected.

What is announced for later is told when its moment comes, by a loop.
"""

from dataclasses import replace

from gateway.application.integrations.ports import IntegrationPorts, IntegrationWork
from gateway.domain.integrations.outage import Outage, OutageState
from shared.contracts.gateway import IntegrationOutageEndedV1, IntegrationOutageStartedV1
from shared.identity import ANYBODY, system_caller

BATCH = 50


async def tell_outages(ports: IntegrationPorts) -> int:
    """How many were told of now, in all offices; each office is a transaction of its own."""
    async with ports.read(ANYBODY) as stores:
        offices = [one.code for one in await stores.offices.all()]
    told = 0
    for office in offices:
        async with ports.begin(system_caller("gateway", office)) as work:
            due = await work.outages.untold(until=work.now, limit=BATCH)
            for outage in due:
                await work.outages.save(told_of(outage, work))
            told += len(due)
    return told


def told_of(outage: Outage, work: IntegrationWork) -> Outage:
    """Tells what is due, and returns it with what the others know now."""
    state = outage.state(work.now)
    if state not in (OutageState.RUNNING, OutageState.ENDED):
        return outage
    if outage.told_start is None:
        work.events.add(
            IntegrationOutageStartedV1(
                office_code=outage.office_code,
                outage_id=outage.id,
                system=outage.system.value,
                started_at=outage.started_at,
                kind=outage.kind.value,
            )
        )
        outage = replace(outage, told_start=outage.started_at)
    if state is OutageState.ENDED and outage.ended_at is not None:
        if outage.told_end != outage.ended_at:
            work.events.add(
                IntegrationOutageEndedV1(
                    office_code=outage.office_code,
                    outage_id=outage.id,
                    system=outage.system.value,
                    started_at=outage.started_at,
                    ended_at=outage.ended_at,
                    kind=outage.kind.value,
                )
            )
        outage = replace(outage, told_end=outage.ended_at)
    return outage
