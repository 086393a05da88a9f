"""What reporting listens to: each fact goes into one read model, in sets.

The names of reactions are constants for ever: once-marks are made of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from reporting_service.application.patch_registers import (
    lift_sanctions,
    patch_complaints,
    patch_outages,
    patch_sanctions,
)
from reporting_service.application.ports import Work
from reporting_service.application.record_facts import (
    heard,
    office_of,
    record_issuances,
    record_offices,
    record_responses,
    record_stages,
)
from reporting_service.domain.issuance import Issuance, StageReached
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.office import Office
from reporting_service.domain.register import Complaint, Outage, Sanction
from reporting_service.domain.survey import Response
from shared.contracts.event import Event
from shared.contracts.gateway import (
    BusinessRegisteredV1,
    IntegrationOutageEndedV1,
    IntegrationOutageStartedV1,
    OfficeChangedV1,
    ProjectRegisteredV1,
)
from shared.contracts.inspection import (
    AccessUnblockingRequestedV1,
    ComplaintFiledV1,
    ComplaintResolvedV1,
    ComplaintVerifiedV1,
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
)
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationSubmittedV1,
    ApplicationValidatedV1,
    ApplicationVerifiedV1,
    ApplicationWithdrawnV1,
    LicenceDeliveredV1,
    LicenceImportedV1,
    LicenceIssuedV1,
)
from shared.contracts.survey import ResponseRecordedV1
from shared.messaging.contract import AnySubscription, Delivery, on

GROUP = "reporting"
EventT = TypeVar("EventT", bound=Event)
Deliveries = Sequence[Delivery[EventT]]
Reaction = Callable[[Sequence[Delivery[EventT]], Work], Awaitable[None]]


def _into(model: str, react: Reaction[EventT]) -> Reaction[EventT]:
    """The reaction, and then a note of how new its model is."""

    async def react_and_note(deliveries: Sequence[Delivery[EventT]], work: Work) -> None:
        await react(deliveries, work)
        office = deliveries[0].event.office_code
        await heard(office, model, [one.message.occurred_at for one in deliveries], work)

    return react_and_note


async def keep_offices(deliveries: Deliveries[OfficeChangedV1], work: Work) -> None:
    """Keeps the office's name and zone."""
    offices = [
        Office(
            code=one.event.office_code,
            name=one.event.name,
            regency=one.event.regency,
            time_zone=one.event.time_zone,
            number_code=one.event.number_code,
            settings_version=one.event.settings_version,
        )
        for one in deliveries
    ]
    await record_offices(offices, work)


async def count_issued(deliveries: Deliveries[LicenceIssuedV1], work: Work) -> None:
    """Counts signed licences by their date of issue."""
    await record_issuances(
        [_licence(one.event, one.event.working_days) for one in deliveries], work
    )


async def count_imported(deliveries: Deliveries[LicenceImportedV1], work: Work) -> None:
    """Counts licences of the office's history."""
    await record_issuances([_licence(one.event, None) for one in deliveries], work)


def _licence(event: LicenceIssuedV1 | LicenceImportedV1, working_days: int | None) -> Issuance:
    return Issuance(
        office_code=event.office_code,
        measure=Measure.LICENCES,
        reference=str(event.licence_id),
        channel=Channel(event.channel),
        kind=event.service_code,
        issued_on=event.issued_on,
        number=event.number,
        nib=event.nib,
        working_days=working_days,
    )


async def count_nibs(deliveries: Deliveries[BusinessRegisteredV1], work: Work) -> None:
    """Counts NIBs by the day on which OSS told of them."""
    office = await office_of(deliveries[0].event.office_code, work)
    await record_issuances(
        [
            Issuance(
                office_code=office.code,
                measure=Measure.NIB,
                reference=one.event.nib,
                channel=Channel.OSS,
                kind="NIB",
                issued_on=office.today(one.message.occurred_at),
                nib=one.event.nib,
            )
            for one in deliveries
        ],
        work,
    )


async def count_projects(deliveries: Deliveries[ProjectRegisteredV1], work: Work) -> None:
    """Counts projects by the day on which OSS told of them."""
    office = await office_of(deliveries[0].event.office_code, work)
    await record_issuances(
        [
            Issuance(
                office_code=office.code,
                measure=Measure.PROJECTS,
                reference=one.event.project_id,
                channel=Channel.OSS,
                kind="PROYEK",
                issued_on=office.today(one.message.occurred_at),
                nib=one.event.nib,
            )
            for one in deliveries
        ],
        work,
    )


def _stage(stage: str, moment: str) -> Reaction[EventT]:
    """A reaction to an application's event that has its moment in the field of that name."""

    async def count_stage(deliveries: Sequence[Delivery[EventT]], work: Work) -> None:
        office = await office_of(deliveries[0].event.office_code, work)
        await record_stages(
            [
                StageReached(
                    office_code=office.code,
                    application_id=one.event.application_id,  # type: ignore[attr-defined]
                    stage=stage,
                    service_code=one.event.service_code,  # type: ignore[attr-defined]
                    channel=one.event.channel,  # type: ignore[attr-defined]
                    reached_at=getattr(one.event, moment),
                    reached_on=office.today(getattr(one.event, moment)),
                )
                for one in deliveries
            ],
            work,
        )

    return count_stage


async def add_responses(deliveries: Deliveries[ResponseRecordedV1], work: Work) -> None:
    """Adds answer sheets; one that is not nine answers of 1 to 4 is set aside."""
    responses = [
        Response.of(
            id=one.event.response_id,
            answered_on=one.event.answered_on,
            service_code=one.event.service_code,
            collection_mode=one.event.collection_mode,
            answers=one.event.answers,
        )
        for one in deliveries
    ]
    await record_responses(deliveries[0].event.office_code, responses, work)


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
        Outage(id=one.event.outage_id, system=one.event.system, started_at=one.event.started_at)
        for one in deliveries
    ]
    await patch_outages(deliveries[0].event.office_code, outages, work)


async def close_outages(deliveries: Deliveries[IntegrationOutageEndedV1], work: Work) -> None:
    """Writes its end; the fact carries the beginning too."""
    outages = [
        Outage(
            id=one.event.outage_id,
            system=one.event.system,
            started_at=one.event.started_at,
            ended_at=one.event.ended_at,
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


def _listen(
    contract: type[EventT], model: str, react: Reaction[EventT], *, name: str
) -> AnySubscription:
    return on(contract, _into(model, react), name=f"reporting.{name}", group=GROUP)


def subscriptions() -> tuple[AnySubscription, ...]:
    """Every reaction of the group."""
    return (
        _listen(OfficeChangedV1, "offices", keep_offices, name="keep-office"),
        _listen(LicenceIssuedV1, "issuances", count_issued, name="count-licence"),
        _listen(LicenceImportedV1, "issuances", count_imported, name="count-imported-licence"),
        _listen(BusinessRegisteredV1, "issuances", count_nibs, name="count-nib"),
        _listen(ProjectRegisteredV1, "issuances", count_projects, name="count-project"),
        *_stages(),
        _listen(ResponseRecordedV1, "survey", add_responses, name="add-response"),
        _listen(ComplaintFiledV1, "complaints", enter_complaints, name="enter-complaint"),
        _listen(ComplaintVerifiedV1, "complaints", note_verified, name="note-verification"),
        _listen(ComplaintResolvedV1, "complaints", note_resolved, name="note-resolution"),
        _listen(AccessUnblockingRequestedV1, "complaints", note_unblocking, name="note-unblocking"),
        _listen(IntegrationOutageStartedV1, "outages", open_outages, name="open-outage"),
        _listen(IntegrationOutageEndedV1, "outages", close_outages, name="close-outage"),
        _listen(SanctionImposedV1, "sanctions", impose_sanctions, name="keep-sanction"),
        _listen(SanctionEscalatedV1, "sanctions", escalate_sanctions, name="keep-escalation"),
        _listen(SanctionLiftedV1, "sanctions", note_lifted, name="note-lifting"),
    )


def _stages() -> tuple[AnySubscription, ...]:
    told: tuple[tuple[type[Event], str, str], ...] = (
        (ApplicationSubmittedV1, "submitted", "submitted_at"),
        (ApplicationVerifiedV1, "verified", "verified_at"),
        (ApplicationValidatedV1, "validated", "validated_at"),
        (ApplicationRejectedV1, "rejected", "rejected_at"),
        (ApplicationWithdrawnV1, "withdrawn", "withdrawn_at"),
        (LicenceIssuedV1, "signed", "signed_at"),
        (LicenceDeliveredV1, "delivered", "delivered_at"),
    )
    return tuple(
        _listen(contract, "stages", _stage(stage, moment), name=f"count-{stage}")
        for contract, stage, moment in told
    )
