"""Who applies, and for which place. Personal data: sealed at rest, never in events or logs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from permit_service.domain.errors import IdentityRequired
from permit_service.domain.nik import check_nik, region_warnings
from shared.errors import InvalidRequest

_VISIBLE_DIGITS = 4
_COUNTRY = "62"


class ApplicantKind(StrEnum):
    """A person, an organisation, or a group of persons without one (Ps 1 angka 11, 13)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"


class ContactChannel(StrEnum):
    """How an applicant wants to be written to."""

    MAIL = "mail"
    SMS = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The legal subject that applies (Ps 1 angka 13)."""

    kind: ApplicantKind
    name: str
    email: str | None = None
    phone: str | None = None
    nik: str | None = None
    nib: str | None = None
    address: str | None = None
    preferred_channel: ContactChannel = ContactChannel.MAIL

    def checked(self, *, today: date) -> "Applicant":
        """Itself; raises NikNotValid for a NIK that cannot be one."""
        if self.nik is not None:
            check_nik(self.nik, today=today)
        return self

    def require_contact(self) -> None:
        """Who applies alone is reached by mail and telephone; raises InvalidRequest. Who is
        accompanied at the counter may have neither: a printed code does instead."""
        missing = [name for name in ("email", "phone") if getattr(self, name) is None]
        if missing:
            raise InvalidRequest(
                pointers=tuple((f"/applicant/{name}", "missing") for name in missing)
            )

    def require_identity(self) -> None:
        """A person must have given NIK and address; raises IdentityRequired with both places."""
        if self.kind is not ApplicantKind.PERSON:
            return
        missing = [name for name in ("nik", "address") if getattr(self, name) is None]
        if missing:
            raise IdentityRequired(
                pointers=tuple((f"/applicant/{name}", "required") for name in missing)
            )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an officer should look at twice."""
        return () if self.nik is None else region_warnings(self.nik)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """The place of the activity."""

    address: str | None = None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def masked_name(name: str) -> str:
    """`Siti Aminah` becomes `S*** A*****`: the first letter of each word stays."""
    return " ".join(word[:1] + "*" * (len(word) - 1) for word in name.split())


def masked_number(number: str) -> str:
    """All but the last four characters are hidden."""
    hidden = max(len(number) - _VISIBLE_DIGITS, 0)
    return "*" * hidden + number[hidden:]


def canonical_phone(phone: str) -> str:
    """The digits with the country's code: `+62 811-0`, `0811 0` and `628110` are one number."""
    digits = "".join(one for one in phone if one.isdigit())
    return _COUNTRY + digits[1:] if digits.startswith("0") else digits
