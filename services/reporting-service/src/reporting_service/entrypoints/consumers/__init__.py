"""What reporting listens to: each fact goes into one read model, in sets.

The names of reactions are constants for ever: once-marks are made of them.
"""

from reporting_service.entrypoints.consumers import (
    issuances,
    recommendations,
    registers,
    stages,
    steps,
    supervision,
    surveys,
)
from shared.messaging.contract import AnySubscription


def subscriptions() -> tuple[AnySubscription, ...]:
    """Every reaction of the group."""
    return (
        *issuances.subscriptions(),
        *stages.subscriptions(),
        *steps.subscriptions(),
        *supervision.subscriptions(),
        *recommendations.subscriptions(),
        *surveys.subscriptions(),
        *registers.subscriptions(),
    )
