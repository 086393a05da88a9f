"""What making a licence needs from outside: who signs, the press, and a look at what was signed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from permit_service.application.assignment_ports import Colleague
from permit_service.application.dossier import Dossier
from permit_service.domain.letter_layout import Paper
from permit_service.domain.licence import ActingKind, Signature
from permit_service.domain.numbering import Reservation
from permit_service.domain.office import Office
from permit_service.domain.service import Service
from shared.documents.signing import CertificateStatus, Signatory
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs, as the letter names them, and the lines of the office's letterhead."""

    account: str
    name: str
    nik: str | None = field(default=None, repr=False)
    position: str | None = None
    rank: str | None = None
    nip: str | None = None
    letterhead: tuple[str, ...] = ()
    acting_as: ActingKind | None = None
    delegation_id: UUID | None = None

    def signatory(self, *, organisation: str | None) -> Signatory:
        """As the signing authority knows them."""
        return Signatory(
            account=self.account,
            name=self.name,
            nip=self.nip,
            nik=self.nik,
            organisation=organisation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A signatory's certificate; of one that another body keeps the status alone is known."""

    issuer: str
    status: CertificateStatus
    serial: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


class Certificates(Protocol):
    """Certificates of the deployment's own authority."""

    @property
    def are_here(self) -> bool:
        """Whether signatories are certified here, and not by another body."""
        ...

    async def issue(self, signatory: Signatory, *, passphrase: str) -> Certificate:
        """A new one in place of the one before."""
        ...

    async def find(self, signatory: Signatory) -> Certificate | None:
        """The one that the signatory has now."""
        ...

    async def revoke(self, signatory: Signatory) -> None:
        """Ends it; does nothing where there is none."""
        ...

    async def opens(self, signatory: Signatory, *, passphrase: str) -> bool:
        """Whether the passphrase is the one of the certificate."""
        ...


class Directory(Protocol):
    """Knows the people and the paper of an office."""

    async def signing(self, caller: Caller, *, office_code: str) -> Signing:
        """The caller as a signatory of the office at this moment; raises DelegationEnded for who
        may not sign (any more), whatever their token says, and Unavailable."""
        ...

    async def colleague(self, username: str, *, office_code: str) -> Colleague | None:
        """Somebody who works in the office, or None; raises Unavailable."""
        ...

    async def staff(self, office_code: str) -> tuple[Colleague, ...]:
        """Everybody who works in the office today, by user name; raises Unavailable."""
        ...

    async def letterhead(self, office_code: str) -> tuple[str, ...]:
        """The lines of the office's letterhead; raises Unavailable."""
        ...


class SignatureCheck(Protocol):
    """Looks at what was signed."""

    async def holds(self, signature: Signature) -> bool:
        """Whether the file is the one that was signed, and the signature is good."""
        ...


class Press(Protocol):
    """Typesets what the office gives."""

    async def draft(self, dossier: Dossier, paper: Paper) -> bytes:
        """The draft of the licence: no number, no QR code."""
        ...

    async def licence(
        self, dossier: Dossier, paper: Paper, *, reserved: Reservation, signing: Signing
    ) -> bytes:
        """The licence as it is signed, with its QR code."""
        ...

    async def receipt(self, dossier: Dossier, *, claim_code: str | None) -> bytes:
        """The receipt with its QR code to the tracking; with the code on paper, where one is
        given."""
        ...

    async def sample(
        self, office: Office, service: Service, paper: Paper, *, at: datetime
    ) -> bytes:
        """A draft with values of nobody; raises TemplateNotUsable."""
        ...

    async def rejection(self, dossier: Dossier, *, letterhead: tuple[str, ...]) -> bytes:
        """The letter that an application was rejected, with its reason and legal basis."""
        ...
