"""Facts become notifications: one row per event, receiver and channel, planned inside the
transaction of the consumer. A plan names receivers by id; names and addresses stay with
their owner until the message is sent.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from gateway.application.notifications.ports import NotificationWork
from gateway.domain.notification import (
    APPLICANT,
    Channel,
    Kind,
    Notification,
    agency_receiver,
    planned,
    role_receiver,
)
from shared.contracts.event import Event
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
from shared.identity import Role
from shared.messaging.contract import Delivery


def rupiah(amount: int) -> str:
    """`Rp2.500.000`, as it is written in Indonesia."""
    return f"Rp{amount:,}".replace(",", ".")


EventT = TypeVar("EventT", bound=Event)
Reaction = Callable[[Sequence[Delivery[EventT]], NotificationWork], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Generic[EventT]):
    """What one fact leads to. `subject` is the application or the licence; `facts` are what the
    text needs."""

    kind: Kind
    subject: Callable[[EventT], UUID]
    facts: Callable[[EventT], Mapping[str, str]]
    receiver: Callable[[EventT], str] = lambda _: APPLICANT
    channel: Channel = Channel.MAIL
    applies: Callable[[EventT], bool] = lambda _: True

    def of(self, delivery: Delivery[EventT], work: NotificationWork) -> Notification:
        """The notification for one delivery."""
        event = delivery.event
        return planned(
            event_id=delivery.message.id,
            office_code=event.office_code,
            kind=self.kind,
            subject_id=self.subject(event),
            receiver=self.receiver(event),
            channel=self.channel,
            facts=self.facts(event),
            at=work.now,
        )


def planning(plan: Plan[EventT]) -> Reaction[EventT]:
    """The reaction that keeps a plan for each delivery."""

    async def plan_notifications(
        deliveries: Sequence[Delivery[EventT]], work: NotificationWork
    ) -> None:
        await work.notifications.plan(
            [plan.of(one, work) for one in deliveries if plan.applies(one.event)]
        )

    return plan_notifications


RECEIPT: Plan[ApplicationSubmittedV1] = Plan(
    # Ps 6(1)a: the receipt number goes out by mail, whatever else the applicant prefers.
    kind=Kind.RECEIPT,
    subject=lambda event: event.application_id,
    facts=lambda event: {
        "receipt_number": event.receipt_number,
        "service_code": event.service_code,
    },
)
RETURNED: Plan[ApplicationReturnedV1] = Plan(
    kind=Kind.RETURNED,
    # What the back office sends back goes to the front office: the applicant has nothing to do.
    applies=lambda event: event.returned_by == "front_office",
    subject=lambda event: event.application_id,
    facts=lambda event: {
        "service_code": event.service_code,
        "answer_by": event.answer_by.isoformat() if event.answer_by else "",
    },
)
DOCUMENT_QUARANTINED: Plan[DocumentQuarantinedV1] = Plan(
    kind=Kind.DOCUMENT_QUARANTINED,
    subject=lambda event: event.application_id,
    facts=lambda event: {
        "service_code": event.service_code,
        "requirement_no": str(event.requirement_no),
    },
)
REJECTED: Plan[ApplicationRejectedV1] = Plan(
    # Ps 6(1)c: a rejection is told by mail.
    kind=Kind.REJECTED,
    subject=lambda event: event.application_id,
    facts=lambda event: {"service_code": event.service_code},
)
RECOMMENDATION_REQUESTED: Plan[RecommendationRequestedV1] = Plan(
    kind=Kind.RECOMMENDATION_REQUESTED,
    subject=lambda event: event.application_id,
    receiver=lambda event: agency_receiver(event.agency),
    facts=lambda event: {"service_code": event.service_code, "agency": event.agency},
)
SURVEY_OPENED: Plan[InvitationOpenedV1] = Plan(
    kind=Kind.SURVEY_OPENED,
    subject=lambda event: event.application_id,
    facts=lambda event: {"invitation_id": str(event.invitation_id)},
)
LICENCE_ISSUED: Plan[LicenceIssuedV1] = Plan(
    kind=Kind.LICENCE_ISSUED,
    subject=lambda event: event.application_id,
    facts=lambda event: {
        "service_code": event.service_code,
        "number": event.number,
        "licence_id": str(event.licence_id),
    },
)
LICENCE_DELIVERED: Plan[LicenceDeliveredV1] = Plan(
    # Ps 6(1)f: the document is handed over by mail or by SMS, as the applicant prefers. Who took
    # it at the counter has it.
    kind=Kind.LICENCE_DELIVERED,
    applies=lambda event: event.means == "electronic",
    subject=lambda event: event.application_id,
    channel=Channel.PREFERRED,
    facts=lambda event: {
        "service_code": event.service_code,
        "licence_id": str(event.licence_id),
    },
)
DOCUMENT_LINK: Plan[DocumentLinkRenewedV1] = Plan(
    kind=Kind.DOCUMENT_LINK,
    subject=lambda event: event.application_id,
    channel=Channel.PREFERRED,
    facts=lambda event: {"service_code": event.service_code, "document": event.document},
)
LICENCE_SUSPENDED: Plan[LicenceSuspendedV1] = Plan(
    kind=Kind.LICENCE_SUSPENDED,
    subject=lambda event: event.licence_id,
    channel=Channel.PREFERRED,
    facts=lambda _: {},
)
LICENCE_REINSTATED: Plan[LicenceReinstatedV1] = Plan(
    kind=Kind.LICENCE_REINSTATED,
    subject=lambda event: event.licence_id,
    channel=Channel.PREFERRED,
    facts=lambda _: {},
)
LICENCE_REVOKED: Plan[LicenceRevokedV1] = Plan(
    kind=Kind.LICENCE_REVOKED,
    subject=lambda event: event.licence_id,
    channel=Channel.PREFERRED,
    facts=lambda _: {},
)
LICENCE_EXPIRING: Plan[LicenceExpiringV1] = Plan(
    kind=Kind.LICENCE_EXPIRING,
    subject=lambda event: event.licence_id,
    channel=Channel.PREFERRED,
    facts=lambda event: {
        "service_code": event.service_code,
        "valid_until": event.valid_until.isoformat(),
    },
)
LICENCE_EXPIRED: Plan[LicenceExpiredV1] = Plan(
    kind=Kind.LICENCE_EXPIRED,
    # Who has another licence in its place was told of that one.
    applies=lambda event: event.replaced_by is None,
    subject=lambda event: event.licence_id,
    channel=Channel.PREFERRED,
    facts=lambda event: {"expired_on": event.expired_on.isoformat()},
)
RETRIBUTION_ASSESSED: Plan[RetributionAssessedV1] = Plan(
    kind=Kind.RETRIBUTION_ASSESSED,
    # An exemption asks for nothing; the application shows it.
    applies=lambda event: event.amount > 0,
    subject=lambda event: event.application_id,
    facts=lambda event: {
        "service_code": event.service_code,
        "number": event.number,
        "amount": rupiah(event.amount),
        "due_on": event.due_on.isoformat(),
    },
)
SITE_VISIT_SCHEDULED: Plan[SiteVisitScheduledV1] = Plan(
    kind=Kind.SITE_VISIT_SCHEDULED,
    subject=lambda event: event.application_id,
    facts=lambda event: {
        "service_code": event.service_code,
        "scheduled_on": event.scheduled_on.isoformat(),
    },
)
CORRECTION_OVERDUE: Plan[CorrectionOverdueV1] = Plan(
    kind=Kind.CORRECTION_OVERDUE,
    subject=lambda event: event.application_id,
    facts=lambda event: {
        "service_code": event.service_code,
        "answer_by": event.answer_by.isoformat(),
    },
)
LAPSED: Plan[ApplicationWithdrawnV1] = Plan(
    kind=Kind.LAPSED,
    # Who takes an application back knows it.
    applies=lambda event: event.is_lapsed,
    subject=lambda event: event.application_id,
    facts=lambda event: {"service_code": event.service_code},
)
RECOMMENDATION_DUE: Plan[RecommendationDueV1] = Plan(
    kind=Kind.RECOMMENDATION_DUE,
    subject=lambda event: event.application_id,
    receiver=lambda event: agency_receiver(event.agency),
    facts=lambda event: {
        "service_code": event.service_code,
        "agency": event.agency,
        "due_on": event.due_on.isoformat(),
    },
)
# An agency has its own reminder: where it is waited for, the office hears that it is late.
_ROLES = {"front_office": Role.FRONT_OFFICE, "head": Role.HEAD}


def _whose_step(event: ServiceTimeEndingV1 | ServiceTimeExceededV1) -> str:
    return role_receiver(_ROLES.get(event.waits_for or "", Role.BACK_OFFICE))


def _last_day(event: ServiceTimeEndingV1 | ServiceTimeExceededV1) -> Mapping[str, str]:
    return {"service_code": event.service_code, "due_on": event.due_on.isoformat()}


SERVICE_TIME_ENDING: Plan[ServiceTimeEndingV1] = Plan(
    kind=Kind.SERVICE_TIME_ENDING,
    subject=lambda event: event.application_id,
    receiver=_whose_step,
    facts=_last_day,
)
SERVICE_TIME_EXCEEDED: Plan[ServiceTimeExceededV1] = Plan(
    kind=Kind.SERVICE_TIME_EXCEEDED,
    subject=lambda event: event.application_id,
    receiver=_whose_step,
    facts=_last_day,
)
