"""Sends what is due: claim, ask the owner, write, hand over, keep the outcome.

No transaction is open while somebody else is waited for. A crash between handing over and keeping
the outcome sends once more, under the same id. An attempt that fails, for whatever reason, holds
back its own notification only.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from gateway.application.accounts.representation_ports import code_target
from gateway.application.notifications.ports import (
    Claim,
    Contact,
    DocumentLink,
    Letter,
    NotDelivered,
    Outgoing,
    SendingPorts,
)
from gateway.domain.addresses import (
    mail_address,
    mobile_number,
    one_line,
    presentable_name,
    some_lines,
)
from gateway.domain.notification import BUSINESS, Channel, Kind, Notification, State
from gateway.domain.privacy.breach import DataCategory
from gateway.domain.privacy.breach_words import CATEGORY_WORDS
from gateway.domain.privacy.deletion_request import DeletionRequest
from gateway.domain.privacy.deletion_words import GROUND_WORDS, kept_lines
from shared.errors import NotFound, Refusal
from shared.identity import Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

AT_ONCE = 8
# An attempt is given up before its lease ends, so that two workers do not send side by side.
ATTEMPT_TIMEOUT_SECONDS = 45.0
LEASE = timedelta(seconds=90)
# What hands a document over, and which.
_OF_DOCUMENTS: Mapping[Kind, str] = {
    Kind.REJECTED: "rejection_letter",
    Kind.LICENCE_DELIVERED: "licence",
    Kind.DOCUMENT_LINK: "licence",
}
# What is about no application has no number of one.
_OF_NO_APPLICATION = frozenset(
    {
        Kind.HEAD_DELEGATED,
        Kind.DELEGATION_REVOKED,
        Kind.NEW_DEVICE,
        Kind.BUSINESS_CLAIM,
        Kind.OSS_ENTRIES_DUE,
        Kind.OSS_ENTRIES_OVERDUE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many notifications a step took up, by the state it left them in."""

    taken: int
    states: Mapping[State, int]


async def send_notifications(ports: SendingPorts) -> Step:
    """Takes up to AT_ONCE due notifications and tries each once."""
    now = ports.clock.now()
    claims = await ports.queue.claim(now=now, until=now + LEASE, limit=AT_ONCE)
    tried = await asyncio.gather(*(_try(claim, ports) for claim in claims))
    states = [one.state for one in tried if one is not None]
    return Step(taken=len(claims), states={state: states.count(state) for state in set(states)})


async def _try(claim: Claim, ports: SendingPorts) -> Notification | None:
    caller = _caller(claim.office_code)
    async with ports.begin(caller) as notifications:
        notification = (await notifications.get_many([claim.id])).get(claim.id)
    if notification is None or notification.state is not State.WAITING:
        return None
    outcome = await _attempt(replace(notification, attempts=claim.attempt), ports)
    async with ports.begin(caller) as notifications:
        await notifications.settle(outcome, attempt=claim.attempt)
    _tell(outcome)
    return outcome


async def _attempt(notification: Notification, ports: SendingPorts) -> Notification:
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT_SECONDS):
            sent_by = await _send(notification, ports)
    except NotDelivered as failure:
        at = ports.clock.now()
        return notification.failed(failure.code, at=at, is_final=failure.is_final)
    except TimeoutError:
        return notification.failed("timed_out", at=ports.clock.now(), is_final=False)
    except Refusal as refusal:
        # The owner is away, or has not heard of it yet.
        code = "subject_unknown" if isinstance(refusal, NotFound) else "owner_unavailable"
        return notification.failed(code, at=ports.clock.now(), is_final=False)
    except Exception as bug:
        # No text of the exception: it may hold what was to be written.
        log.error("notification_not_written", id=str(notification.id), error=type(bug).__name__)
        return notification.failed("not_written", at=ports.clock.now(), is_final=False)
    if sent_by is None:
        return notification.without_address(at=ports.clock.now())
    return notification.sent(by=sent_by, at=ports.clock.now())


async def _send(notification: Notification, ports: SendingPorts) -> Channel | None:
    """Hands it over, and says by which way; None when there is nobody to hand it to."""
    insiders = await _insiders(notification, ports)
    more: Mapping[str, object] = {}
    if notification.kind.is_about_deletion:
        contact, request = await ports.requesters.requester(
            notification.subject_id, office_code=notification.office_code
        )
        more = _deletion(request, contact)
        channel, to = _way(notification.channel, contact)
    elif notification.receiver == BUSINESS:
        contact = await ports.responsibles.responsible(
            notification.subject_id, office_code=notification.office_code
        )
        # Made when it is sent: it is kept nowhere.
        more = {"code": ports.link_token(code_target(notification.subject_id))}
        channel, to = _way(Channel.MAIL, contact)
    elif insiders is not None:
        contact = Contact(name="")
        channel, to = Channel.MAIL, insiders
    else:
        contact = await _contact(notification, ports)
        channel, to = _way(notification.channel, contact)
    if not to:
        return None
    outgoing = Outgoing(
        id=notification.id,
        subject_id=notification.subject_id,
        letter=_letter(notification, contact, ports, more),
        to=to,
        at=ports.clock.now(),
    )
    await ports.carriers[channel].deliver(outgoing)
    return channel


async def _contact(notification: Notification, ports: SendingPorts) -> Contact:
    subject, office = notification.subject_id, notification.office_code
    if notification.kind.is_about_licence:
        return await ports.applicants.holder(subject, office_code=office)
    return await ports.applicants.contact(subject, office_code=office)


async def _insiders(notification: Notification, ports: SendingPorts) -> tuple[str, ...] | None:
    """Where people of the office or of an agency read mail; None when it is for an applicant."""
    office = notification.office_code
    if notification.agency is not None:
        found = await ports.officers.mail_addresses(office, notification.agency)
    elif notification.account is not None:
        found = await ports.officers.address_of(office, notification.account)
    elif notification.role is not None:
        found = await ports.officers.addresses_of_role(office, notification.role)
    else:
        return None
    usable = {address for one in found if (address := mail_address(one)) is not None}
    return tuple(sorted(usable))


def _way(channel: Channel, contact: Contact) -> tuple[Channel, tuple[str, ...]]:
    """The channel and the address; who prefers SMS and has no number that can be used is
    written to by mail."""
    wanted = contact.preferred if channel is Channel.PREFERRED else channel
    number = mobile_number(contact.phone)
    if wanted is Channel.SMS and number is not None:
        return Channel.SMS, (number,)
    address = mail_address(contact.email)
    if address is None and number is not None:
        # Somebody who was accompanied at the counter may have a telephone alone.
        return Channel.SMS, (number,)
    return Channel.MAIL, () if address is None else (address,)


def _letter(
    notification: Notification,
    contact: Contact,
    ports: SendingPorts,
    more: Mapping[str, object],
) -> Letter:
    facts = notification.facts
    values: dict[str, object] = {
        # What was planned before the fact had it says nothing of it.
        "answer_by": "",
        **facts,
        "service": one_line(contact.service_name or facts.get("service_code", "")),
        "office": one_line(contact.office_name or ""),
        "receipt_number": one_line(contact.receipt_number or facts.get("receipt_number", "")),
        "claim_code": one_line(contact.claim_code or ""),
        "name": presentable_name(contact.name),
        "number": one_line(facts.get("number") or contact.licence_number or ""),
        "reference": _reference(notification, contact),
        **_decision(notification.kind, contact),
        **_breach(notification, contact),
        **more,
        **_opens_until(notification, contact),
    }
    return ports.letters.write(
        notification.kind, contact.language, values, link=_link(notification, contact, ports)
    )


def _decision(kind: Kind, contact: Contact) -> dict[str, object]:
    """What the officer said; nothing when the application has moved on since, for then it is
    the words of another decision."""
    is_current = contact.status in (None, kind.value)
    corrections = contact.corrections if is_current else ()
    return {
        "reason": some_lines(contact.notes) if is_current else "",
        "legal_basis": one_line(contact.legal_basis or "") if is_current else "",
        "corrections": [
            (one_line(one.requirement_no), one_line(one.question)) for one in corrections
        ],
    }


def _breach(notification: Notification, contact: Contact) -> dict[str, object]:
    """Which data a breach concerns, in the receiver's words; nothing for other kinds."""
    if notification.kind is not Kind.PRIVACY_BREACH:
        return {}
    words = CATEGORY_WORDS[contact.language]
    named = [words[DataCategory(one)] for one in notification.facts["categories"].split(",")]
    return {"labels": ", ".join(named), "statement": some_lines(notification.facts["statement"])}


def _deletion(request: DeletionRequest, contact: Contact) -> Mapping[str, object]:
    """On which ground something stays, or what was done, in the requester's words."""
    grounds = GROUND_WORDS[contact.language]
    return {
        "ground": "" if request.ground is None else grounds[request.ground],
        "statement": some_lines(request.statement),
        "kept": kept_lines(request.parts, contact.language),
    }


def _link(notification: Notification, contact: Contact, ports: SendingPorts) -> str | None:
    """Where the receiver goes on. A document's link opens it for whoever holds the link."""
    base, facts = ports.public_base_url.rstrip("/"), notification.facts
    match notification.kind:
        case Kind.RECEIPT:
            return f"{base}/tracking/{facts['receipt_number']}"
        case Kind.SURVEY_OPENED:
            return f"{base}/survey/{ports.link_token(UUID(facts['invitation_id']))}"
    if notification.kind in _OF_DOCUMENTS:
        document = _document(notification, contact)
        # The page on which a new link is asked for.
        return f"{base}/documents" if document is None else document.url
    return contact.verification_link if notification.kind.is_about_licence else None


def _document(notification: Notification, contact: Contact) -> DocumentLink | None:
    """The link of the document that it is about, while one is in force."""
    kind = notification.facts.get("document") or _OF_DOCUMENTS.get(notification.kind)
    return None if kind is None else contact.documents.get(kind)


def _opens_until(notification: Notification, contact: Contact) -> dict[str, object]:
    document = _document(notification, contact)
    return {"opens_until": "" if document is None else document.valid_until.isoformat()}


def _reference(notification: Notification, contact: Contact) -> str:
    """The application that it is about; an imported licence has none, nor has a delegation."""
    if notification.kind in _OF_NO_APPLICATION or notification.kind.is_about_deletion:
        return ""
    if not notification.kind.is_about_licence:
        return str(notification.subject_id)
    return str(contact.application_id or "")


def _caller(office_code: str) -> Caller:
    return system_caller("gateway", office_code)


def _tell(outcome: Notification) -> None:
    if outcome.failure is None:
        return
    log.warning(
        "notification_failed",
        id=str(outcome.id),
        kind=outcome.kind.value,
        code=outcome.failure,
        attempts=outcome.attempts,
        state=outcome.state.value,
    )
