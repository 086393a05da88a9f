"""What the permit service made of applications that came from outside systems."""

from collections.abc import Sequence

from gateway.application.sicantik.hand_over import settle_intake
from gateway.application.sicantik.intake_ports import IntakeWork
from shared.contracts.permit_intakes import IntakeRefusedV1, IntakeTakenV1
from shared.messaging.contract import AnySubscription, Delivery, on

GROUP = "gateway.intakes"


def subscriptions() -> tuple[AnySubscription, ...]:
    """Every reaction of the group; their names are for ever."""
    return (
        on(IntakeTakenV1, let_go_when_taken, name="gateway.let-go-of-intake", group=GROUP),
        on(IntakeRefusedV1, note_when_refused, name="gateway.note-refused-intake", group=GROUP),
    )


async def let_go_when_taken(
    deliveries: Sequence[Delivery[IntakeTakenV1]], work: IntakeWork
) -> None:
    """It is an application: the people's data are not kept here any longer."""
    for one in deliveries:
        event = one.event
        await settle_intake(
            work, event.intake_id, application_id=event.application_id, refusal=None
        )


async def note_when_refused(
    deliveries: Sequence[Delivery[IntakeRefusedV1]], work: IntakeWork
) -> None:
    """It is listed with the reason, and can be told again."""
    for one in deliveries:
        event = one.event
        await settle_intake(work, event.intake_id, application_id=None, refusal=event.code)
