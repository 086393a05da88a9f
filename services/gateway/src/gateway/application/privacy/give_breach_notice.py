"""Notices of a breach: to the people concerned, whom we write to; to authority and public."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from gateway.application.privacy.breach_ports import BreachPorts, BreachWork
from gateway.domain.notification import APPLICANT, Channel, Kind, Notification, planned
from gateway.domain.privacy.breach import Notice, PrivacyBreach, Recipient
from shared.contracts.gateway import PrivacyBreachNoticeGivenV1
from shared.errors import StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBreachNotice:
    """`statement` is what the people concerned are told of when, how and what is done; `at` is
    when an authority or the public was told outside of this system."""

    caller: Caller
    breach_id: UUID
    expected_version: int | None
    recipient: Recipient
    reference: str | None = None
    at: datetime | None = None
    statement: str = field(default="", repr=False)
    once: Once | None = None


async def give_breach_notice(command: GiveBreachNotice, ports: BreachPorts) -> PrivacyBreach:
    """The entry with its notice. Mails to the people concerned are planned in the same
    transaction. Raises NotFound, StaleVersion, NoticeGivenAlready, NotYetHappened."""
    command.caller.require(Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        breach = await work.breaches.get(command.breach_id)
        if command.expected_version not in (None, breach.version):
            raise StaleVersion
        is_to_subjects = command.recipient is Recipient.SUBJECTS
        written = _letters(breach, command, work) if is_to_subjects else []
        notice = Notice(
            recipient=command.recipient,
            # Our own mails go out now, whatever was said.
            at=work.now if is_to_subjects or command.at is None else command.at,
            reference=command.reference,
            recorded_by=command.caller.actor,
            written_to=len(written),
        )
        breach = await work.breaches.save(breach.notified(notice, now=work.now))
        await work.notifications.plan(written)
        work.events.add(
            PrivacyBreachNoticeGivenV1(
                office_code=breach.office_code,
                breach_id=breach.id,
                recipient=notice.recipient.value,
                written_to=notice.written_to,
                given_at=notice.at,
                is_late=notice.at > breach.notice_due_at,
            )
        )
        return work.answer(breach)


def _letters(
    breach: PrivacyBreach, command: GiveBreachNotice, work: BreachWork
) -> list[Notification]:
    """One for each application; its applicant is asked for when it is sent."""
    facts = {
        "breach_id": str(breach.id),
        "categories": ",".join(breach.categories),
        "detected_at": breach.detected_at.isoformat(),
        "statement": command.statement,
    }
    return [
        planned(
            event_id=uuid5(breach.id, str(application)),
            office_code=breach.office_code,
            kind=Kind.PRIVACY_BREACH,
            subject_id=application,
            receiver=APPLICANT,
            channel=Channel.MAIL,
            facts=facts,
            at=work.now,
        )
        for application in dict.fromkeys(breach.applications)
    ]
