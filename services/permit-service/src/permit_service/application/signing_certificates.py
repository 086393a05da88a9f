"""A Head's own certificate with the local authority: made, renewed and ended by the Head.

Who may sign is decided where accounts are opened and delegated; the passphrase is the Head's alone,
and lives for one call. With BSrE, certificates are BSrE's.
"""

from dataclasses import dataclass, field

from permit_service.application.ports import Ports
from permit_service.application.signing_ports import Certificate, Signing
from permit_service.domain.errors import CertificateExists, CertificatesElsewhere
from shared.documents.signing import CertificateStatus, Signatory, WrongPassphrase
from shared.errors import InvalidRequest, NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate:
    """`current_passphrase` is asked for while a certificate is good: who renews knows it."""

    caller: Caller
    passphrase: str = field(repr=False)
    current_passphrase: str | None = field(default=None, repr=False)
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeCertificate:
    """Ends the caller's own certificate."""

    caller: Caller
    once: Once | None = None


async def issue_certificate(command: IssueCertificate, ports: Ports) -> Certificate:
    """A new key and certificate in place of the one before, if any.

    Raises CertificatesElsewhere, CertificateExists, WrongPassphrase, InvalidRequest."""
    command.caller.require(Role.HEAD)
    _require_here(ports)
    if len(command.passphrase) < SHORTEST_PASSPHRASE:
        raise InvalidRequest(pointers=(("/passphrase", "too_short"),))
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
    signatory = await _signatory(command.caller, ports)
    if await ports.signer.certificate_status(signatory) is CertificateStatus.ISSUE:
        await _require_current(command.current_passphrase, signatory, ports)
    certificate = await ports.certificates.issue(signatory, passphrase=command.passphrase)
    async with ports.begin(command.caller, once=command.once) as work:
        return work.answer(certificate)


async def revoke_certificate(command: RevokeCertificate, ports: Ports) -> Certificate:
    """Nothing can be signed with it any more. Raises NotFound where there is none."""
    command.caller.require(Role.HEAD)
    _require_here(ports)
    signatory = await _signatory(command.caller, ports)
    await ports.certificates.revoke(signatory)
    certificate = await ports.certificates.find(signatory)
    if certificate is None:
        raise NotFound
    async with ports.begin(command.caller, once=command.once) as work:
        return work.answer(certificate)


async def own_certificate(caller: Caller, ports: Ports) -> Certificate:
    """What the signing authority has of the caller; with BSrE its status alone."""
    caller.require(Role.HEAD)
    signatory = await _signatory(caller, ports)
    found = await ports.certificates.find(signatory) if ports.certificates.are_here else None
    return found or Certificate(
        issuer=ports.signer.issuer, status=await ports.signer.certificate_status(signatory)
    )


async def _require_current(passphrase: str | None, signatory: Signatory, ports: Ports) -> None:
    if passphrase is None:
        raise CertificateExists
    if not await ports.certificates.opens(signatory, passphrase=passphrase):
        raise WrongPassphrase


def _require_here(ports: Ports) -> None:
    if not ports.certificates.are_here:
        raise CertificatesElsewhere


async def _signatory(caller: Caller, ports: Ports) -> Signatory:
    # A head belongs to one office; a signatory's name is that of the gateway.
    office_code = caller.offices[0]
    signing: Signing = await ports.directory.signing(caller, office_code=office_code)
    async with ports.read(caller) as reading:
        office = await reading.offices.get(office_code)
    return signing.signatory(organisation=office.name if office else None)
