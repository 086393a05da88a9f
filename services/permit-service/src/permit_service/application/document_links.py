"""Making links to documents, opening them, and sending new ones to those who ask (Ps 6(1)c, f)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.personal_reads import APPLICATION, LICENCE
from permit_service.application.ports import Ports, Work
from permit_service.application.read_applications import read_application
from permit_service.application.rejection_letter import stream_rejection_letter
from permit_service.application.submit_application import RECEIPT
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.document_link import DocumentLink, LinkedDocument, may_be_sent_anew
from permit_service.domain.office_rule import RuleKey, rule_on
from permit_service.domain.steps import Status
from shared.contracts.permit import DocumentLinkRenewedV1
from shared.database.access_log import Access
from shared.errors import NotFound
from shared.identity import ANYBODY, Caller, system_caller
from shared.messaging.once import Once

# The kind of token that leads from a link's id to its office.
DOCUMENT_LINK = "document_link"
# Who has opened a document by its link, as the access log says it: nobody that we know.
HOLDER = "document_link"


async def issue_link(
    dossier: Dossier, document: LinkedDocument, work: Work, ports: Ports
) -> DocumentLink:
    """A new link, in the place of the one before it; good for as long as the office's rule says."""
    rules = await work.rules.of(dossier.office.code)
    days = rule_on(rules, RuleKey.DOCUMENT_LINK_CALENDAR_DAYS, dossier.today).value
    link = DocumentLink.issued(
        id=ports.new_id(),
        application_id=dossier.application.id,
        document=document,
        office=dossier.office,
        at=work.now,
        days=days,
    )
    await work.document_links.add(link)
    target = TokenTarget(office_code=link.office_code, target=link.application_id)
    await work.tokens.add(DOCUMENT_LINK, str(link.id), target)
    return link


async def links_in_force(dossier: Dossier, ports: Ports) -> list[DocumentLink]:
    """For the service that writes to the applicant."""
    office = dossier.application.office_code
    async with ports.read(system_caller("permit", office)) as reading:
        found = await reading.document_links.of(dossier.application.id)
        return [one for one in found if one.is_good(reading.now)]


async def open_by_link(
    token: str, caller: Caller, ports: Ports
) -> tuple[DocumentLink, AsyncIterator[bytes]]:
    """The document, for whoever holds the link; who has signed in must be one who may see it.

    Raises NotFound for a token that is not ours, DocumentLinkEnded, TooManyDownloads. The download
    is recorded before the first byte.
    """
    link_id = ports.secrets.link_target(token)
    async with ports.read(system_caller(HOLDER)) as reading:
        target = await reading.tokens.find(DOCUMENT_LINK, str(link_id))
    if target is None:
        raise NotFound
    if caller is not ANYBODY:
        await read_application(target.target, caller, ports)
    holder = system_caller(HOLDER, target.office_code)
    dossier = await ports.direct.file(holder, target.target)
    async with ports.begin(holder) as work:
        link = (await work.document_links.hold(link_id)).opened(at=work.now)
        await work.document_links.save(link)
        await work.record_access(_access(link, dossier))
    return link, await _stream(link, dossier, ports)


async def _stream(link: DocumentLink, dossier: Dossier, ports: Ports) -> AsyncIterator[bytes]:
    if link.document is LinkedDocument.REJECTION_LETTER:
        return await stream_rejection_letter(dossier, ports)
    licence = dossier.licence
    if licence is None or licence.signature is None:
        raise NotFound
    return await ports.storage.stream(licence.signature.storage_key)


def _access(link: DocumentLink, dossier: Dossier) -> Access:
    application, licence = dossier.application, dossier.licence
    is_licence = link.document is LinkedDocument.LICENCE and licence is not None
    return Access(
        office_code=link.office_code,
        subject_type=LICENCE if is_licence else APPLICATION,
        subject=licence.id if is_licence and licence else application.id,
        owner=application.owner,
        fields=("document",) if is_licence else (link.document.value,),
        purpose="link",
        reference=str(link.id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNewLink:
    """By whoever knows the receipt number."""

    receipt_number: str
    once: Once | None = None


async def send_new_link(command: SendNewLink, ports: Ports) -> None:
    """Ends the links before it and has a new one sent to the address that is known. What it did
    is not told: it says the same to those who guess, and to those who ask too often."""
    async with ports.read(system_caller("permit")) as reading:
        target = await reading.tokens.find(RECEIPT, command.receipt_number.strip().upper())
    office = () if target is None else (target.office_code,)
    async with ports.begin(system_caller("permit", *office), once=command.once) as work:
        if target is not None:
            await _renew(target.target, work, ports)
        work.answer(None)


async def _renew(application_id: UUID, work: Work, ports: Ports) -> None:
    dossier = await work.dossier(application_id)
    document = _document_of(dossier)
    if document is None:
        return
    made = await work.document_links.of(application_id)
    if not may_be_sent_anew([one.issued_at for one in made], work.now):
        return
    link = await issue_link(dossier, document, work, ports)
    told = DocumentLinkRenewedV1(
        office_code=link.office_code,
        application_id=application_id,
        service_code=dossier.application.service_code,
        document=document.value,
        valid_until=link.valid_until,
    )
    work.events.add(told)


def _document_of(dossier: Dossier) -> LinkedDocument | None:
    """What this applicant was sent, if anything."""
    application = dossier.application
    if application.anonymised_at is not None:
        return None
    if application.status is Status.DELIVERED:
        return LinkedDocument.LICENCE
    if application.status is Status.REJECTED and application.decision.letter_number is not None:
        return LinkedDocument.REJECTION_LETTER
    return None
