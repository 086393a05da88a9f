"""The port for electronic signatures: who signs, what is refused, what comes back.

A passphrase lives for one call only: it is never stored, logged, or put into an event. After a
signature nothing may change a byte: what was signed is kept and served as it is.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shared.errors import Conflict, RuleBroken, Unavailable

FIELD = "TTE"


class CertificateStatus(StrEnum):
    """What the authority says of a signatory's certificate; only `ISSUE` may sign (BSrE v2)."""

    ISSUE = "ISSUE"
    EXPIRED = "EXPIRED"
    RENEW = "RENEW"
    WAITING_FOR_VERIFICATION = "WAITING_FOR_VERIFICATION"
    NEW = "NEW"
    NO_CERTIFICATE = "NO_CERTIFICATE"
    NOT_REGISTERED = "NOT_REGISTERED"
    SUSPEND = "SUSPEND"
    REVOKE = "REVOKE"


class CertificateNotValid(Conflict):
    """The signatory has no certificate that may sign now; `status` says why."""

    code = "certificate_not_valid"
    message = "The signatory's certificate cannot be used to sign."

    def __init__(self, status: CertificateStatus) -> None:
        super().__init__(rule=f"certificate_status:{status}")
        self.status = status


class WrongPassphrase(RuleBroken):
    """The passphrase does not open the signatory's key (BSrE 2031)."""

    code = "wrong_passphrase"
    message = "The passphrase is wrong."

    def __init__(self) -> None:
        super().__init__(pointers=(("/passphrase", "wrong"),))


class SigningUnavailable(Unavailable):
    """The signing authority does not answer; nothing is half signed."""

    message = "The signing service is not available at the moment; try again later."


class SigningUnanswered(SigningUnavailable):
    """The document was handed over and no answer came: it may have been signed or not.

    Whoever asked waits until the attempt is over (`Signer.attempt_lasts`) before another one."""

    code = "signature_unanswered"
    message = "The signing service did not answer; nothing was recorded. Try again later."


class SigningRefused(Conflict):
    """The authority refuses for a reason of its own; `rule` holds its code."""

    code = "signing_refused"
    message = "The signing service refuses to sign this document."


class NotSignable(RuleBroken):
    """The bytes are no PDF that can be signed: broken, encrypted, or sealed already."""

    code = "not_signable"
    message = "This document cannot be signed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs. The local authority knows them by `account`, a user name; BSrE by their NIK."""

    account: str
    name: str
    nip: str | None = None
    nik: str | None = field(default=None, repr=False)
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """A signed PDF. `sha256` is that of `content`, in hexadecimal; `signed_by` is a name."""

    content: bytes
    sha256: str
    signed_by: str
    signed_at: datetime
    certificate_serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningOrder:
    """One signature to make, at a moment; the passphrase is never part of it."""

    signatory: Signatory
    reason: str
    location: str
    field: str
    at: datetime


class Signer(Protocol):
    """A signing authority: the local one, or BSrE."""

    @property
    def attempt_lasts(self) -> timedelta:
        """After it a call to `sign` has ended, whatever became of it."""
        ...

    @property
    def issuer(self) -> str:
        """The authority's name as it stands below a signed letter."""
        ...

    async def certificate_status(self, signatory: Signatory) -> CertificateStatus:
        """Whether the signatory could sign now; raises SigningUnavailable."""
        ...

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
        """Sign for good: no later change is allowed. The mark on the page is the letter's own.

        Raises WrongPassphrase, CertificateNotValid, NotSignable, SigningUnavailable. It is never
        tried a second time by itself: SigningUnanswered says that nobody knows what became of it.
        """
        ...
