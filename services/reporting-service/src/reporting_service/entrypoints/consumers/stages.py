"""Stages of applications become counters of the office's own month."""

from collections.abc import Sequence

from reporting_service.application.ports import Work
from reporting_service.application.record_facts import office_of, record_stages
from reporting_service.domain.issuance import StageReached
from reporting_service.entrypoints.consumers.groundwork import EventT, Reaction, listen
from shared.contracts.event import Event
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationSubmittedV1,
    ApplicationValidatedV1,
    ApplicationVerifiedV1,
    ApplicationWithdrawnV1,
    LicenceDeliveredV1,
    LicenceIssuedV1,
)
from shared.messaging.contract import AnySubscription, Delivery

# The event, the stage it brings an application to, and the field that tells when.
_TOLD: tuple[tuple[type[Event], str, str], ...] = (
    (ApplicationSubmittedV1, "submitted", "submitted_at"),
    (ApplicationVerifiedV1, "verified", "verified_at"),
    (ApplicationValidatedV1, "validated", "validated_at"),
    (ApplicationRejectedV1, "rejected", "rejected_at"),
    (ApplicationWithdrawnV1, "withdrawn", "withdrawn_at"),
    (LicenceIssuedV1, "signed", "signed_at"),
    (LicenceDeliveredV1, "delivered", "delivered_at"),
)


def subscriptions() -> tuple[AnySubscription, ...]:
    """A reaction per stage."""
    return tuple(
        listen(contract, "stages", _stage(stage, moment), name=f"count-{stage}")
        for contract, stage, moment in _TOLD
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
