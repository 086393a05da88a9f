"""Which facts of the other services the door acts on.

The names of reactions are constants for ever: once-marks are made of them.
"""

from gateway.entrypoints.consumers import notifications, oss, sicantik
from shared.messaging.contract import AnySubscription


def subscriptions() -> tuple[AnySubscription, ...]:
    """Every reaction of the gateway."""
    return (
        *notifications.subscriptions(),
        *oss.subscriptions(),
        *sicantik.subscriptions(),
    )
