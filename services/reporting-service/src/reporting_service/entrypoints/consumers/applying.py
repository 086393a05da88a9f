"""Applies recorded facts to the same reactions that listen, for a rebuild.

Each store counts a thing once, so that no marks are needed here.
"""

from collections.abc import Sequence

from reporting_service.application.ports import Apply, Work
from shared.messaging.contract import AnySubscription, Delivery, Message


def applier(subscriptions: Sequence[AnySubscription]) -> Apply:
    """Hands each message to every reaction of its contract, in sets; others are passed over."""
    by_contract: dict[tuple[str, int], list[AnySubscription]] = {}
    for one in subscriptions:
        by_contract.setdefault((one.contract.type, one.contract.version), []).append(one)

    async def apply(messages: Sequence[Message], work: Work) -> None:
        for contract, listening in by_contract.items():
            parse = listening[0].contract.model_validate_json
            deliveries = [
                Delivery(message=one, event=parse(one.data))
                for one in messages
                if (one.type, one.version) == contract
            ]
            for subscription in listening if deliveries else ():
                await subscription.react(deliveries, work)

    return apply
