"""A `Signer` at BSrE: status first, one call to sign, and a look at what came back.

The passphrase passes through one call. What comes back is believed only when it is our own bytes
with one signature behind them, made under a root that the deployment trusts.
"""

import hashlib
import re
from datetime import timedelta

from shared.clock import Clock
from shared.documents.bsre.connection import Connection
from shared.documents.bsre.version_1 import Version1
from shared.documents.bsre.version_2 import Version2
from shared.documents.bsre.wire import BsreAddress, BsreWire
from shared.documents.signature_report import SignatureReport
from shared.documents.signing import (
    FIELD,
    CertificateNotValid,
    CertificateStatus,
    NotSignable,
    Signatory,
    SignedDocument,
    SigningOrder,
    SigningUnavailable,
)
from shared.documents.verification import Verifier
from shared.telemetry import logger

log = logger(__name__)
ISSUER = "Balai Besar Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara"
NIK = re.compile(r"^[0-9]{16}$")
_ENCRYPTED = b"/Encrypt"
_PDF = b"%PDF-"


class BsreSigner:
    """Signs through one Esign Client Service."""

    def __init__(
        self, wire: BsreWire, *, verifier: Verifier, clock: Clock, attempt_lasts: timedelta
    ) -> None:
        self._wire = wire
        self._verifier = verifier
        self._clock = clock
        self._attempt_lasts = attempt_lasts

    @property
    def attempt_lasts(self) -> timedelta:
        """The sum of what each call may take."""
        return self._attempt_lasts

    @property
    def issuer(self) -> str:
        """The authority's name as it stands below a signed letter."""
        return ISSUER

    async def certificate_status(self, signatory: Signatory) -> CertificateStatus:
        """Whether the signatory could sign now; raises SigningUnavailable."""
        if signatory.nik is None or not NIK.match(signatory.nik):
            return CertificateStatus.NOT_REGISTERED
        word = await self._wire.status(signatory.nik)
        try:
            return CertificateStatus(word)
        except ValueError:
            log.error("bsre_status_not_understood")
            raise SigningUnavailable from None

    async def sign(
        self,
        pdf: bytes,
        *,
        signatory: Signatory,
        passphrase: str,
        reason: str,
        location: str,
        field: str = FIELD,
    ) -> SignedDocument:
        """Sign for good; raises what the port names."""
        # A document that is encrypted cannot be checked by those who get it.
        if not pdf.startswith(_PDF) or _ENCRYPTED in pdf:
            raise NotSignable
        if (await self._verifier.verify(pdf)).is_signed:
            raise NotSignable
        status = await self.certificate_status(signatory)
        if status is not CertificateStatus.ISSUE or signatory.nik is None:
            raise CertificateNotValid(status)
        order = SigningOrder(
            signatory=signatory, reason=reason, location=location, field=field, at=self._clock.now()
        )
        content = await self._wire.sign(pdf, order, nik=signatory.nik, passphrase=passphrase)
        report = await self._checked(pdf, content)
        return SignedDocument(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            signed_by=report.signed_by or signatory.name,
            signed_at=report.signed_at or order.at,
            certificate_serial=report.certificate_serial or "",
        )

    async def _checked(self, pdf: bytes, content: bytes) -> SignatureReport:
        """What came back must be ours, signed, and signed under a root we know."""
        report = await self._verifier.verify(content)
        is_ours = content.startswith(pdf)
        if not is_ours or not report.valid:
            log.error(
                "bsre_sent_something_else",
                is_ours=is_ours,
                is_signed=report.is_signed,
                is_intact=report.is_intact,
                is_trusted=report.is_trusted,
            )
            raise SigningUnavailable
        return report


def make_signer(address: BsreAddress, *, clock: Clock) -> BsreSigner:
    """The signer on the service at that address."""
    connection = Connection(address, clock=clock)
    return BsreSigner(
        Version1(connection) if address.version == "v1" else Version2(connection),
        verifier=Verifier(address.roots.read_bytes()),
        clock=clock,
        attempt_lasts=address.attempt_lasts,
    )
