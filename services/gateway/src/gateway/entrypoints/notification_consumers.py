"""Which facts lead to notifications. One reaction each; its name is a constant for ever.

The service's work has an attribute `notifications` (`PostgresNotifications`). What is planned is
sent by `notification_timers.loops` on the ports that `notification_parts.sending_ports` makes, and
shown by `notification_api.notification_router`.
"""

from gateway.application.plan_notifications import (
    LICENCE_DELIVERED,
    LICENCE_ISSUED,
    RECEIPT,
    RECOMMENDATION_REQUESTED,
    REJECTED,
    RETURNED,
    SURVEY_OPENED,
    planning,
)
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationReturnedV1,
    ApplicationSubmittedV1,
    LicenceDeliveredV1,
    LicenceIssuedV1,
    RecommendationRequestedV1,
)
from shared.contracts.survey import InvitationOpenedV1
from shared.messaging.contract import AnySubscription, on

# A group of its own: a mail that cannot be planned holds back nothing else of the gateway.
GROUP = "gateway.notifications"


def subscriptions() -> tuple[AnySubscription, ...]:
    """The reactions that plan notifications."""
    return (
        on(
            ApplicationSubmittedV1,
            planning(RECEIPT),
            name="gateway.mail-receipt",
            group=GROUP,
        ),
        on(
            ApplicationReturnedV1,
            planning(RETURNED),
            name="gateway.mail-corrections",
            group=GROUP,
        ),
        on(
            ApplicationRejectedV1,
            planning(REJECTED),
            name="gateway.mail-rejection",
            group=GROUP,
        ),
        on(
            RecommendationRequestedV1,
            planning(RECOMMENDATION_REQUESTED),
            name="gateway.mail-agency",
            group=GROUP,
        ),
        on(
            InvitationOpenedV1,
            planning(SURVEY_OPENED),
            name="gateway.mail-survey-link",
            group=GROUP,
        ),
        on(
            LicenceIssuedV1,
            planning(LICENCE_ISSUED),
            name="gateway.mail-issue",
            group=GROUP,
        ),
        on(
            LicenceDeliveredV1,
            planning(LICENCE_DELIVERED),
            name="gateway.send-document-link",
            group=GROUP,
        ),
    )
