"""Complaints, outages and sanctions fill in their registers, in whatever order they are told."""

from reporting_service.application.patch_registers import (
    lift_sanctions,
    patch_complaints,
    patch_outages,
    patch_sanctions,
)
from reporting_service.application.ports import Work
from reporting_service.domain.register import Complaint, Outage, Sanction
from reporting_service.entrypoints.consumers.groundwork import Deliveries, listen
from shared.contracts.gateway import IntegrationOutageEndedV1, IntegrationOutageStartedV1
from shared.contracts.inspection import (
    AccessUnblockingRequestedV1,
    ComplaintFiledV1,
    ComplaintResolvedV1,
    ComplaintVerifiedV1,
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
)
from shared.messaging.contract import AnySubscription


def subscriptions() -> tuple[AnySubscription, ...]:
    """Reactions that fill registers."""
    return (
        listen(ComplaintFiledV1, "complaints", enter_complaints, name="enter-complaint"),
        listen(ComplaintVerifiedV1, "complaints", note_verified, name="note-verification"),
        listen(ComplaintResolvedV1, "complaints", note_resolved, name="note-resolution"),
        listen(AccessUnblockingRequestedV1, "complaints", note_unblocking, name="note-unblocking"),
        listen(IntegrationOutageStartedV1, "outages", open_outages, name="open-outage"),
        listen(IntegrationOutageEndedV1, "outages", close_outages, name="close-outage"),
        listen(SanctionImposedV1, "sanctions", impose_sanctions, name="keep-sanction"),
        listen(SanctionEscalatedV1, "sanctions", escalate_sanctions, name="keep-escalation"),
        listen(SanctionLiftedV1, "sanctions", note_lifted, name="note-lifting"),
    )


async def enter_complaints(deliveries: Deliveries[ComplaintFiledV1], work: Work) -> None:
    """Enters complaints by number, without a word of their text."""
    complaints = [
        Complaint(
            id=one.event.complaint_id,
            number=one.event.number,
            kind=one.event.kind,
            against=one.event.against,
            ground=one.event.ground,
            filed_at=one.event.filed_at,
        )
        for one in deliveries
    ]
    await patch_complaints(deliveries[0].event.office_code, complaints, work)


async def note_verified(deliveries: Deliveries[ComplaintVerifiedV1], work: Work) -> None:
    """Notes the verification's outcome."""
    complaints = [
        Complaint(
            id=one.event.complaint_id,
            verified_at=one.event.verified_at,
            proven=one.event.proven,
        )
        for one in deliveries
    ]
    await patch_complaints(deliveries[0].event.office_code, complaints, work)


async def note_resolved(deliveries: Deliveries[ComplaintResolvedV1], work: Work) -> None:
    """Notes the end of complaints."""
    complaints = [
        Complaint(id=one.event.complaint_id, resolved_at=one.event.resolved_at)
        for one in deliveries
    ]
    await patch_complaints(deliveries[0].event.office_code, complaints, work)


async def note_unblocking(deliveries: Deliveries[AccessUnblockingRequestedV1], work: Work) -> None:
    """Notes that OSS was asked to unblock an access right."""
    complaints = [
        Complaint(id=one.event.complaint_id, unblocking_requested_at=one.event.requested_at)
        for one in deliveries
    ]
    await patch_complaints(deliveries[0].event.office_code, complaints, work)


async def open_outages(deliveries: Deliveries[IntegrationOutageStartedV1], work: Work) -> None:
    """Writes the beginning of an outage into the obstacles."""
    outages = [
        Outage(
            id=one.event.outage_id,
            system=one.event.system,
            started_at=one.event.started_at,
            kind=one.event.kind,
        )
        for one in deliveries
    ]
    await patch_outages(deliveries[0].event.office_code, outages, work)


async def close_outages(deliveries: Deliveries[IntegrationOutageEndedV1], work: Work) -> None:
    """Writes its end, or a corrected one; the fact carries the beginning too."""
    outages = [
        Outage(
            id=one.event.outage_id,
            system=one.event.system,
            started_at=one.event.started_at,
            ended_at=one.event.ended_at,
            kind=one.event.kind,
        )
        for one in deliveries
    ]
    await patch_outages(deliveries[0].event.office_code, outages, work)


async def impose_sanctions(deliveries: Deliveries[SanctionImposedV1], work: Work) -> None:
    """Keeps the rung a sanction begins with."""
    sanctions = [
        Sanction(id=one.event.sanction_id, step=one.event.step, imposed_at=one.event.imposed_at)
        for one in deliveries
    ]
    await patch_sanctions(deliveries[0].event.office_code, sanctions, work)


async def escalate_sanctions(deliveries: Deliveries[SanctionEscalatedV1], work: Work) -> None:
    """Keeps the rung a sanction came to."""
    sanctions = [
        Sanction(id=one.event.sanction_id, step=one.event.step, imposed_at=one.event.escalated_at)
        for one in deliveries
    ]
    await patch_sanctions(deliveries[0].event.office_code, sanctions, work)


async def note_lifted(deliveries: Deliveries[SanctionLiftedV1], work: Work) -> None:
    """Keeps the moment a sanction ended."""
    lifted = {one.event.sanction_id: one.event.lifted_at for one in deliveries}
    await lift_sanctions(deliveries[0].event.office_code, lifted, work)
