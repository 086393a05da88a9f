"""Stage e: the Head signs, and the licence is issued (Ps 6(1)e, 7(3)).

Three moments: a short transaction reserves number and attempt, the document is typeset and signed
with no transaction open, a second transaction records it. A number stays with its application and
only the attempt that is reserved may record, so there is never a gap, a double, or a second
signature. A signature whose answer was lost holds its attempt until it must have ended: nobody
signs beside it, and whoever signs after it signs the same number.
"""

from dataclasses import dataclass, field, replace

from permit_service.application.dossier import Dossier
from permit_service.application.former_licence import hold_former, let_go
from permit_service.application.licence_templates import paper_at
from permit_service.application.number_formats import number_format_of
from permit_service.application.ports import Ports, Work
from permit_service.application.record_sanctions import tell_standing
from permit_service.application.signing_ports import Signing
from permit_service.application.steps import Step, kept, opened
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.application import Application
from permit_service.domain.errors import FourEyes
from permit_service.domain.letter_layout import Paper, PaperEdition
from permit_service.domain.licence import Licence, Signature
from permit_service.domain.numbering import Reservation
from permit_service.domain.retribution import require_settled
from permit_service.domain.step_claim import OfficerStep, Task
from shared.contracts.permit import LicenceIssuedV1
from shared.documents.signing import (
    CertificateNotValid,
    CertificateStatus,
    SignedDocument,
    SigningUnanswered,
)
from shared.errors import TransitionNotAllowed
from shared.identity import Role
from shared.telemetry import logger

log = logger(__name__)

LICENCE = "licence"
LICENCE_ID = "licence_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLicence(Step):
    """The passphrase lives in this command alone: never stored, logged or told."""

    passphrase: str = field(repr=False)


async def sign_licence(command: SignLicence, ports: Ports) -> Dossier:
    """Raises IssuedElsewhere, SurveyNotCompleted, RetributionNotPaid, SignatureInProgress,
    WrongPassphrase, CertificateNotValid, SigningUnavailable, and LicenceReplaced or
    LicenceSanctioned where it comes in another one's place; of a delegate, DelegationEnded and
    FourEyes. Whether the right to sign is held is asked when it is used: a token may be older than
    the end of a delegation."""
    command.caller.require(Role.HEAD)
    dossier, paper, reserved = await _reserve(command, ports)
    try:
        signing, signed = await _signed(command, dossier, paper, reserved, ports)
        signature = _signature(signing, signed, reserved)
        return await _record(command, reserved, signature, paper.edition, ports)
    except SigningUnanswered:
        # It may be signing still: the attempt stays reserved until it must have ended.
        log.warning("signature_unanswered", licence_id=reserved.licence_id)
        raise
    except Exception:
        await _let_go(command, reserved, ports)
        raise


async def _reserve(command: SignLicence, ports: Ports) -> tuple[Dossier, Paper, Reservation]:
    """The number, and the right to try. Repeated calls get the same number."""
    async with ports.begin(command.caller) as work:
        await work.refuse_repeated(command.once)
        dossier = await opened(command, work)
        dossier.require_free(Task(step=OfficerStep.SIGNATURE), command.caller)
        dossier.application.require_signable(dossier.survey)
        require_settled(dossier.service, dossier.retribution)
        await hold_former(dossier, work)
        reserved = await work.numbers.reservation(command.application_id)
        reserved = reserved or await _new_number(dossier, work, ports)
        reserved = reserved.try_to_sign(
            ports.new_id(), at=work.now, lasts=ports.signer.attempt_lasts
        )
        await work.numbers.save_reservation(reserved)
        return dossier, await paper_at(dossier.application, work), reserved


async def _new_number(dossier: Dossier, work: Work, ports: Ports) -> Reservation:
    application, office = dossier.application, dossier.office
    at = dossier.now.astimezone(office.zone)
    code, service = office.code, application.service_code
    edition = await number_format_of(dossier.service, work)
    written = edition.format
    key = written.series(service)
    series = await work.numbers.series(code, key=key, year=at.year)
    sequence, series = series.take()
    await work.numbers.save_series(code, key=key, year=at.year, series=series)
    return Reservation(
        application_id=application.id,
        office_code=code,
        series_key=key,
        licence_id=ports.new_id(),
        year=at.year,
        sequence=sequence,
        number=written.number(
            sequence, service_code=service, number_code=office.number_code, at=at
        ),
        verification_token=ports.secrets.verification_token(),
        number_format=edition,
    )


async def _signed(
    command: SignLicence, dossier: Dossier, paper: Paper, reserved: Reservation, ports: Ports
) -> tuple[Signing, SignedDocument]:
    """Typeset, signed and stored; nobody is told yet."""
    signing = await ports.directory.signing(command.caller, office_code=dossier.office.code)
    if signing.acting_as and dossier.application.stamps.validated_by == command.caller.actor:
        raise FourEyes
    signatory = signing.signatory(organisation=dossier.office.name)
    status = await ports.signer.certificate_status(signatory)
    if status is not CertificateStatus.ISSUE:
        raise CertificateNotValid(status)
    unsigned = await ports.press.licence(dossier, paper, reserved=reserved, signing=signing)
    signed = await ports.signer.sign(
        unsigned,
        signatory=signatory,
        passphrase=command.passphrase,
        reason=f"Penerbitan {reserved.number}",
        location=dossier.office.regency,
    )
    await ports.storage.put(_key(reserved), signed.content)
    return signing, signed


def _key(reserved: Reservation) -> str:
    # A key of its own for each attempt: bytes that were recorded are never written over.
    return f"licences/{reserved.licence_id}/{reserved.attempt}.pdf"


async def _record(
    command: SignLicence,
    reserved: Reservation,
    signature: Signature,
    paper: PaperEdition,
    ports: Ports,
) -> Dossier:
    async with ports.begin(command.caller, once=command.once) as work:
        # Whatever happened meanwhile (an answered survey) is fine if it may still be signed.
        dossier = await opened(_unversioned(command), work)
        standing = await work.numbers.reservation(command.application_id)
        if standing is None or standing.attempt != reserved.attempt:
            raise TransitionNotAllowed
        application = dossier.application.sign(dossier.survey, by=command.caller.actor, at=work.now)
        require_settled(dossier.service, dossier.retribution)
        former = await hold_former(dossier, work)
        licence = replace(_licence(application, dossier, reserved, signature), paper=paper)
        await work.licences.add(licence)
        if former is not None:
            await let_go(former, licence, dossier, work)
        await work.numbers.drop_reservation(application.id)
        token = TokenTarget(office_code=application.office_code, target=licence.id)
        await work.tokens.add(LICENCE, licence.verification_token, token)
        await work.tokens.add(LICENCE_ID, str(licence.id), token)
        work.events.add(_issue_of(licence, dossier.with_(application)))
        await tell_standing(licence, work)
        return await kept(replace(dossier, licence=licence), application, work)


def _unversioned(command: SignLicence) -> Step:
    return Step(caller=command.caller, application_id=command.application_id)


def _licence(
    application: Application, dossier: Dossier, reserved: Reservation, signature: Signature
) -> Licence:
    return Licence(
        id=reserved.licence_id,
        office_code=application.office_code,
        owner=application.owner,
        application_id=application.id,
        service_code=application.service_code,
        service_version=application.service_version,
        channel=application.channel,
        number=reserved.number,
        holder_name=application.applicant.name,
        nib=application.applicant.nib,
        issued_on=dossier.today,
        valid_until=application.valid_until,
        verification_token=reserved.verification_token,
        signature=signature,
        replaces=application.petition.licence_id,
        number_format=reserved.number_format,
    )


def _signature(signing: Signing, signed: SignedDocument, reserved: Reservation) -> Signature:
    return Signature(
        signed_by=signed.signed_by,
        signer_nip=signing.nip,
        signed_at=signed.signed_at,
        certificate_serial=signed.certificate_serial,
        sha256=signed.sha256,
        storage_key=_key(reserved),
        acting_as=signing.acting_as,
        delegation_id=signing.delegation_id,
    )


def _issue_of(licence: Licence, dossier: Dossier) -> LicenceIssuedV1:
    clock = dossier.clock
    assert licence.application_id is not None
    return LicenceIssuedV1(
        office_code=licence.office_code,
        licence_id=licence.id,
        application_id=licence.application_id,
        service_code=licence.service_code,
        channel=licence.channel.value,
        number=licence.number,
        nib=licence.nib,
        issued_on=licence.issued_on,
        signed_at=dossier.now,
        valid_until=licence.valid_until,
        working_days=clock.counted if clock else None,
        service_version=licence.service_version,
        purpose=dossier.application.petition.purpose.value,
        replaces=licence.replaces,
    )


async def _let_go(command: SignLicence, reserved: Reservation, ports: Ports) -> None:
    """The next try need not wait; the number stays with the application."""
    async with ports.begin(command.caller) as work:
        standing = await work.numbers.reservation(command.application_id)
        if standing is not None and standing.attempt == reserved.attempt:
            await work.numbers.save_reservation(standing.let_go())
