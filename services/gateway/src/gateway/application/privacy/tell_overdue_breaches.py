"""Tells, once, of each breach whose 3 × 24 hours passed with a notice missing."""

from dataclasses import replace

from gateway.application.privacy.breach_ports import BreachPorts, BreachWork
from gateway.domain.privacy.breach import NOTICE_RULE
from shared.contracts.gateway import PrivacyBreachNoticeOverdueV1
from shared.identity import ANYBODY, system_caller

BATCH = 50


async def tell_overdue_breaches(ports: BreachPorts) -> int:
    """How many were told of now, in all offices; each office is a transaction of its own."""
    async with ports.read(ANYBODY) as stores:
        offices = [one.code for one in await stores.offices.all()]
    told = 0
    for office in offices:
        async with ports.begin(system_caller("gateway", office)) as work:
            told += await _tell(work)
    return told


async def _tell(work: BreachWork) -> int:
    overdue = await work.breaches.overdue(
        detected_before=work.now - NOTICE_RULE.period, limit=BATCH
    )
    for breach in overdue:
        await work.breaches.save(replace(breach, overdue_told_at=work.now))
        work.events.add(
            PrivacyBreachNoticeOverdueV1(
                office_code=breach.office_code,
                breach_id=breach.id,
                missing=tuple(one.value for one in breach.missing),
                notice_due_at=breach.notice_due_at,
            )
        )
    return len(overdue)
