"""A licence and its live status, derived from facts.

Sanctions come from supervision and may be told before the licence is known or out of order: the
status is computed from what is known, never stepped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from permit_service.domain.letter_layout import PaperEdition
from permit_service.domain.number_format import FormatEdition
from permit_service.domain.service import Channel

SUSPENDS = frozenset({"suspension"})
REVOKES = frozenset({"licence_revocation", "supporting_licence_revocation"})


class LicenceStatus(StrEnum):
    """What anybody may ask about a licence."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """What is known of one sanction on one licence: its latest step, and whether it was lifted."""

    sanction_id: UUID
    licence_id: UUID
    step: str | None = None
    stepped_at: datetime | None = None
    lifted_at: datetime | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether it holds: imposed, and not lifted afterwards."""
        if self.stepped_at is None:
            return False
        return self.lifted_at is None or self.lifted_at < self.stepped_at


class ActingKind(StrEnum):
    """As what a delegate signs. Plt.: the post is vacant. Plh.: its holder is away."""

    PLT = "plt"
    PLH = "plh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed and what was signed; the file's bytes never change afterwards. A delegate's
    signature names the delegation that it rests on."""

    signed_by: str
    signer_nip: str | None
    signed_at: datetime
    certificate_serial: str
    sha256: str
    storage_key: str
    acting_as: ActingKind | None = None
    delegation_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """`paper` and `number_format` say what the document was set on and how its number is written;
    of one that was imported nobody knows. `told_status` is the one that the others were last told.
    The holder's NIK and address are here where no application has them: in what was imported."""

    id: UUID
    office_code: str
    owner: str | None
    application_id: UUID | None
    service_code: str
    service_version: int
    channel: Channel
    number: str
    holder_name: str
    nib: str | None
    issued_on: date
    valid_until: date | None
    verification_token: str
    signature: Signature | None
    told_status: LicenceStatus = LicenceStatus.ACTIVE
    replaces: UUID | None = None
    replaced_by: UUID | None = None
    holder_nik: str | None = None
    holder_address: str | None = None
    paper: PaperEdition | None = None
    number_format: FormatEdition | None = None
    version: int = 0

    @property
    def has_ended(self) -> bool:
        """Whether it was told expired: by its last day, or by another licence in its place. Nothing
        but a revocation is told of it any more."""
        return self.told_status is LicenceStatus.EXPIRED

    def status(self, sanctions: Iterable[Sanction], *, today: date) -> LicenceStatus:
        """Revoked is final. What was told expired stays so; before that a suspension shows, and
        then the last day of validity."""
        standing = standing_of(sanctions)
        if self.has_ended and standing is not LicenceStatus.REVOKED:
            return LicenceStatus.EXPIRED
        if standing is not LicenceStatus.ACTIVE:
            return standing
        if self.valid_until is not None and today > self.valid_until:
            return LicenceStatus.EXPIRED
        return LicenceStatus.ACTIVE


def sealed_facts(
    licence_id: UUID,
    *,
    number: str,
    office_code: str,
    service_code: str,
    holder: str,
    issued_on: date,
    valid_until: date | None,
) -> dict[str, str]:
    """What the QR code says by itself, in few letters: n(umber), o(ffice), s(ervice), h(older,
    masked), i(ssued on), u(ntil, where it ends), l(icence)."""
    facts = {
        "l": licence_id.hex,
        "n": number,
        "o": office_code,
        "s": service_code,
        "h": holder,
        "i": issued_on.isoformat(),
    }
    return facts if valid_until is None else facts | {"u": valid_until.isoformat()}


def standing_of(sanctions: Iterable[Sanction]) -> LicenceStatus:
    """What the sanctions alone make of a licence."""
    steps = {one.step for one in sanctions if one.is_in_force}
    if steps & REVOKES:
        return LicenceStatus.REVOKED
    if steps & SUSPENDS:
        return LicenceStatus.SUSPENDED
    return LicenceStatus.ACTIVE
