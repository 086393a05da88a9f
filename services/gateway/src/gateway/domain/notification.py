"""A notification: what somebody is to be told, by which way, and how far that has come.

Its id is derived from the event, the receiver and the channel, so that there is one for each,
and a message that goes out twice carries the same name. It holds ids and values of the event;
names and addresses are asked for when it is sent, and never kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from shared.identity import Role

MAX_ATTEMPTS = 30
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=2)

APPLICANT = "applicant"
# Who asked for deletion; the register knows them as long as there is something to tell.
REQUESTER = "requester"
# The person responsible for a business, at the address that OSS has.
BUSINESS = "business"
_AGENCY = "agency:"
_ACCOUNT = "account:"
# Where what is for an applicant's account is kept: no caller of an office has it.
NO_OFFICE = "-"
_ROLE = "role:"


class Kind(StrEnum):
    """What is told. Each kind has its text in every language."""

    RECEIPT = "receipt"
    RETURNED = "returned"
    DOCUMENT_QUARANTINED = "document_quarantined"
    REJECTED = "rejected"
    RECOMMENDATION_REQUESTED = "recommendation_requested"
    SURVEY_OPENED = "survey_opened"
    LICENCE_ISSUED = "licence_issued"
    LICENCE_DELIVERED = "licence_delivered"
    DOCUMENT_LINK = "document_link"
    HEAD_DELEGATED = "head_delegated"
    DELEGATION_REVOKED = "delegation_revoked"
    SERVICE_TIME_ENDING = "service_time_ending"
    SERVICE_TIME_EXCEEDED = "service_time_exceeded"
    RECOMMENDATION_DUE = "recommendation_due"
    LICENCE_SUSPENDED = "licence_suspended"
    LICENCE_REINSTATED = "licence_reinstated"
    LICENCE_REVOKED = "licence_revoked"
    LICENCE_EXPIRING = "licence_expiring"
    LICENCE_EXPIRED = "licence_expired"
    PRIVACY_BREACH = "privacy_breach"
    NEW_DEVICE = "new_device"
    RETRIBUTION_ASSESSED = "retribution_assessed"
    SITE_VISIT_SCHEDULED = "site_visit_scheduled"
    CORRECTION_OVERDUE = "correction_overdue"
    LAPSED = "lapsed"
    DELETION_REQUESTED = "deletion_requested"
    DELETION_REFUSED = "deletion_refused"
    DELETION_CARRIED_OUT = "deletion_carried_out"
    BUSINESS_CLAIM = "business_claim"
    OSS_ENTRIES_DUE = "oss_entries_due"
    OSS_ENTRIES_OVERDUE = "oss_entries_overdue"

    @property
    def is_about_licence(self) -> bool:
        """Whether the subject is a licence and its holder the receiver; else an application."""
        return self in _ABOUT_LICENCES

    @property
    def is_about_deletion(self) -> bool:
        """Whether the subject is a request for deletion and whoever asked the receiver."""
        return self in _ABOUT_DELETIONS


_ABOUT_DELETIONS = frozenset(
    {Kind.DELETION_REQUESTED, Kind.DELETION_REFUSED, Kind.DELETION_CARRIED_OUT}
)
_ABOUT_LICENCES = frozenset(
    {
        Kind.LICENCE_SUSPENDED,
        Kind.LICENCE_REINSTATED,
        Kind.LICENCE_REVOKED,
        Kind.LICENCE_EXPIRING,
        Kind.LICENCE_EXPIRED,
    }
)


class Channel(StrEnum):
    """By which way. PREFERRED leaves the choice to the receiver."""

    MAIL = "mail"
    SMS = "sms"
    PREFERRED = "preferred"


class State(StrEnum):
    """WAITING is tried again; the others are final."""

    WAITING = "waiting"
    SENT = "sent"
    NO_ADDRESS = "no_address"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """`sent_by` is the way it really went, `failure` the code of the last attempt's failure."""

    id: UUID
    office_code: str
    event_id: UUID
    kind: Kind
    receiver: str
    channel: Channel
    subject_id: UUID
    facts: Mapping[str, str] = field(default_factory=dict)
    planned_at: datetime
    state: State = State.WAITING
    attempts: int = 0
    due_at: datetime | None = None
    settled_at: datetime | None = None
    sent_by: Channel | None = None
    failure: str | None = None

    @property
    def agency(self) -> str | None:
        """The agency whose officers receive it; None when the applicant does."""
        is_agency = self.receiver.startswith(_AGENCY)
        return self.receiver.removeprefix(_AGENCY) if is_agency else None

    @property
    def account(self) -> UUID | None:
        """The account whose owner receives it, if it is for one."""
        is_account = self.receiver.startswith(_ACCOUNT)
        return UUID(self.receiver.removeprefix(_ACCOUNT)) if is_account else None

    @property
    def role(self) -> Role | None:
        """The role whose holders in the office receive it, if it is for one."""
        is_role = self.receiver.startswith(_ROLE)
        return Role(self.receiver.removeprefix(_ROLE)) if is_role else None

    def sent(self, *, by: Channel, at: datetime) -> "Notification":
        """It was taken over by a mail server or an SMS gateway."""
        return self._settled(State.SENT, at=at, sent_by=by, failure=None)

    def without_address(self, *, at: datetime) -> "Notification":
        """Nobody is there to receive it: nothing to try again."""
        return self._settled(State.NO_ADDRESS, at=at)

    def failed(self, code: str, *, at: datetime, is_final: bool) -> "Notification":
        """An attempt failed: it is tried again later, until the bound or a final refusal."""
        if is_final or self.attempts >= MAX_ATTEMPTS:
            return self._settled(State.DEAD, at=at, failure=code)
        return replace(self, due_at=at + delay_after(self.attempts, self.id), failure=code)

    def _settled(
        self,
        state: State,
        *,
        at: datetime,
        sent_by: Channel | None = None,
        failure: str | None = None,
    ) -> "Notification":
        return replace(
            self, state=state, settled_at=at, due_at=None, sent_by=sent_by, failure=failure
        )


def planned(
    *,
    event_id: UUID,
    office_code: str,
    kind: Kind,
    subject_id: UUID,
    receiver: str,
    channel: Channel,
    facts: Mapping[str, str],
    at: datetime,
) -> Notification:
    """A notification that is due at once."""
    return Notification(
        id=uuid5(event_id, f"{receiver}/{channel}"),
        office_code=office_code,
        event_id=event_id,
        kind=kind,
        receiver=receiver,
        channel=channel,
        subject_id=subject_id,
        facts=dict(facts),
        planned_at=at,
        due_at=at,
    )


def agency_receiver(agency: str) -> str:
    """The officers of a technical agency, as a receiver."""
    return f"{_AGENCY}{agency}"


def account_receiver(account_id: UUID) -> str:
    """The owner of an account, as a receiver."""
    return f"{_ACCOUNT}{account_id}"


def role_receiver(role: Role) -> str:
    """Those who hold a role in the office, as a receiver."""
    return f"{_ROLE}{role}"


def delay_after(attempts: int, spread: UUID) -> timedelta:
    """How long to wait after so many attempts: doubling, bounded, and a little different for
    each notification, so that a server that returns is not met by all at once."""
    doublings = min(max(attempts - 1, 0), 20)
    doubled = min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)
    return doubled * (0.75 + spread.bytes[0] / 512)
