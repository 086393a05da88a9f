"""What all reactions of the group share: its name, and how a read model notes its newest fact."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from reporting_service.application.ports import Work
from reporting_service.application.record_facts import heard
from shared.contracts.event import Event
from shared.messaging.contract import AnySubscription, Delivery, on

GROUP = "reporting"
EventT = TypeVar("EventT", bound=Event)
Deliveries = Sequence[Delivery[EventT]]
Reaction = Callable[[Sequence[Delivery[EventT]], Work], Awaitable[None]]


def listen(
    contract: type[EventT], model: str, react: Reaction[EventT], *, name: str
) -> AnySubscription:
    """The reaction under its lasting name, followed by a note of how new its model is."""

    async def react_and_note(deliveries: Sequence[Delivery[EventT]], work: Work) -> None:
        await react(deliveries, work)
        office = deliveries[0].event.office_code
        await heard(office, model, [one.message.occurred_at for one in deliveries], work)

    return on(contract, react_and_note, name=f"{GROUP}.{name}", group=GROUP)
