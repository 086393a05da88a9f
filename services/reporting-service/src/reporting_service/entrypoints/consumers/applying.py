"""Applies recorded facts to the same reactions that listen, for a rebuild.

Each store counts a thing once, so that no marks are needed here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import TypeAdapter

from reporting_service.application.ports import Apply, Work
from shared.contracts.event import Event
from shared.messaging.contract import AnySubscription, Delivery, Message

Parse = Callable[[Sequence[Message]], Sequence[Any]]


def applier(subscriptions: Sequence[AnySubscription]) -> Apply:
    """Hands each message to every reaction of its contract, in sets; others are passed over."""
    listening: dict[tuple[str, int], list[AnySubscription]] = {}
    for one in subscriptions:
        listening.setdefault((one.contract.type, one.contract.version), []).append(one)
    parsers = {
        contract: _parser_of(reactions[0].contract) for contract, reactions in listening.items()
    }

    async def apply(messages: Sequence[Message], work: Work) -> None:
        told: dict[tuple[str, int], list[Message]] = {}
        for message in messages:
            told.setdefault((message.type, message.version), []).append(message)
        # In the order of the reactions, so that what offices are is known before their facts.
        for contract in listening:
            of_contract = told.get(contract)
            if of_contract is None:
                continue
            events = parsers[contract](of_contract)
            deliveries = [
                Delivery(message=message, event=event)
                for message, event in zip(of_contract, events, strict=True)
            ]
            for subscription in listening[contract]:
                await subscription.react(deliveries, work)

    return apply


def _parser_of(contract: type[Event]) -> Parse:
    """Reads the events of one contract at once: one call for thousands. Raises ValueError when one
    of them is no such event."""
    events = TypeAdapter(list[contract])  # type: ignore[valid-type]

    def parse(messages: Sequence[Message]) -> Sequence[Any]:
        return events.validate_json(f"[{','.join(one.data for one in messages)}]")

    return parse
