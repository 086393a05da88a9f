"""Which facts lead to notifications. One reaction each; its name is a constant for ever.

The service's work has an attribute `notifications` (`PostgresNotifications`). What is planned is
sent by `notification_loops` on the ports that `sending_ports` makes, and shown by
`notification_router`.
"""

from gateway.application.notifications.plan_notifications import (
    CORRECTION_OVERDUE,
    DOCUMENT_LINK,
    DOCUMENT_QUARANTINED,
    LAPSED,
    LICENCE_DELIVERED,
    LICENCE_EXPIRED,
    LICENCE_EXPIRING,
    LICENCE_ISSUED,
    LICENCE_REINSTATED,
    LICENCE_REVOKED,
    LICENCE_SUSPENDED,
    RECEIPT,
    RECOMMENDATION_DUE,
    RECOMMENDATION_REQUESTED,
    REJECTED,
    RETRIBUTION_ASSESSED,
    RETURNED,
    SERVICE_TIME_ENDING,
    SERVICE_TIME_EXCEEDED,
    SITE_VISIT_SCHEDULED,
    SURVEY_OPENED,
    planning,
)
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationReturnedV1,
    ApplicationSubmittedV1,
    ApplicationWithdrawnV1,
    CorrectionOverdueV1,
    DocumentLinkRenewedV1,
    DocumentQuarantinedV1,
    LicenceDeliveredV1,
    LicenceExpiredV1,
    LicenceExpiringV1,
    LicenceIssuedV1,
    LicenceReinstatedV1,
    LicenceRevokedV1,
    LicenceSuspendedV1,
    RecommendationDueV1,
    RecommendationRequestedV1,
    RetributionAssessedV1,
    ServiceTimeEndingV1,
    ServiceTimeExceededV1,
    SiteVisitScheduledV1,
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
            DocumentQuarantinedV1,
            planning(DOCUMENT_QUARANTINED),
            name="gateway.mail-quarantine",
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
        on(
            DocumentLinkRenewedV1,
            planning(DOCUMENT_LINK),
            name="gateway.send-new-document-link",
            group=GROUP,
        ),
        *_about_steps(),
        *_about_clocks(),
        *_about_licences(),
    )


def _about_clocks() -> tuple[AnySubscription, ...]:
    """What officers are told: service times that end or have passed, answers that are due."""
    return (
        on(
            RecommendationDueV1,
            planning(RECOMMENDATION_DUE),
            name="gateway.remind-agency",
            group=GROUP,
        ),
        on(
            ServiceTimeEndingV1,
            planning(SERVICE_TIME_ENDING),
            name="gateway.warn-officers",
            group=GROUP,
        ),
        on(
            ServiceTimeExceededV1,
            planning(SERVICE_TIME_EXCEEDED),
            name="gateway.tell-officers-of-excess",
            group=GROUP,
        ),
    )


def _about_licences() -> tuple[AnySubscription, ...]:
    """What the holder of a licence is told: sanctions and their end, and the last day."""
    return (
        on(
            LicenceSuspendedV1,
            planning(LICENCE_SUSPENDED),
            name="gateway.tell-suspension",
            group=GROUP,
        ),
        on(
            LicenceReinstatedV1,
            planning(LICENCE_REINSTATED),
            name="gateway.tell-reinstatement",
            group=GROUP,
        ),
        on(
            LicenceRevokedV1,
            planning(LICENCE_REVOKED),
            name="gateway.tell-revocation",
            group=GROUP,
        ),
        on(
            LicenceExpiringV1,
            planning(LICENCE_EXPIRING),
            name="gateway.remind-of-end",
            group=GROUP,
        ),
        on(
            LicenceExpiredV1,
            planning(LICENCE_EXPIRED),
            name="gateway.tell-end",
            group=GROUP,
        ),
    )


def _about_steps() -> tuple[AnySubscription, ...]:
    """What an applicant is told on the way to the licence: money, visits and corrections."""
    return (
        on(
            RetributionAssessedV1,
            planning(RETRIBUTION_ASSESSED),
            name="gateway.mail-retribution",
            group=GROUP,
        ),
        on(
            SiteVisitScheduledV1,
            planning(SITE_VISIT_SCHEDULED),
            name="gateway.mail-site-visit",
            group=GROUP,
        ),
        on(
            CorrectionOverdueV1,
            planning(CORRECTION_OVERDUE),
            name="gateway.mail-overdue-corrections",
            group=GROUP,
        ),
        on(
            ApplicationWithdrawnV1,
            planning(LAPSED),
            name="gateway.mail-lapse",
            group=GROUP,
        ),
    )
