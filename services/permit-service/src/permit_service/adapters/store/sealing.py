"""What is sealed of an applicant: everything that leads to a person but the name. So is the place,
but for its district: where somebody works is often where they live.

The blind indexes look up what is sealed; they are equal for equal values under one index key.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from permit_service.domain.applicant import (
    Applicant,
    ApplicantKind,
    ContactChannel,
    Location,
    canonical_phone,
)
from shared.database.keyring import Keyring

_EXACT = ("address", "latitude", "longitude")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The columns that hold an applicant."""

    applicant_kind: str
    applicant_name: str
    nib: str | None
    sealed: bytes
    nik_index: bytes | None
    email_index: bytes | None
    phone_index: bytes | None


def seal(applicant: Applicant, form: dict[str, Any], keyring: Keyring) -> Contact:
    """The form is sealed too: what a service asks may be about people."""
    plain = {
        "email": applicant.email,
        "phone": applicant.phone,
        "nik": applicant.nik,
        "address": applicant.address,
        "preferred_channel": applicant.preferred_channel,
        "form": form,
    }
    return Contact(
        applicant_kind=applicant.kind.value,
        applicant_name=applicant.name,
        nib=applicant.nib,
        sealed=keyring.encrypt(json.dumps(plain)),
        **indexes(plain, keyring),
    )


def indexes(plain: dict[str, Any], keyring: Keyring) -> dict[str, Any]:
    """The blind indexes of what is sealed."""
    made = (("nik", nik_index), ("email", email_index), ("phone", phone_index))
    return {
        f"{name}_index": None if plain[name] is None else index_of(plain[name], keyring)
        for name, index_of in made
    }


def nik_index(nik: str, keyring: Keyring) -> bytes:
    """By its digits."""
    return keyring.blind_index(nik)


def email_index(email: str, keyring: Keyring) -> bytes:
    """Without regard to case."""
    return keyring.blind_index(email.casefold())


def phone_index(phone: str, keyring: Keyring) -> bytes:
    """However it was written: +62 811… and 0811… are one number."""
    return keyring.blind_index(canonical_phone(phone))


def unseal(row: Any, keyring: Keyring) -> tuple[Applicant, dict[str, Any]]:
    """The applicant and the form."""
    plain = from_json(keyring.decrypt(row["sealed"]))
    applicant = Applicant(
        kind=ApplicantKind(row["applicant_kind"]),
        name=row["applicant_name"],
        nib=row["nib"],
        email=plain["email"],
        phone=plain["phone"],
        nik=plain["nik"],
        address=plain["address"],
        # Not in what was sealed before there was a choice.
        preferred_channel=ContactChannel(plain.get("preferred_channel", ContactChannel.MAIL)),
    )
    return applicant, plain["form"]


def split_place(
    location: Location | None, keyring: Keyring
) -> tuple[dict[str, Any] | None, bytes | None]:
    """What stands open of a place, and what is sealed of it."""
    if location is None:
        return None, None
    exact = {name: getattr(location, name) for name in _EXACT}
    is_exact = any(one is not None for one in exact.values())
    sealed = keyring.encrypt(json.dumps(exact)) if is_exact else None
    return {"district": location.district}, sealed


def place_of(
    stored: Mapping[str, Any] | None, sealed: bytes | None, keyring: Keyring
) -> Location | None:
    """The place. What the release before this one wrote stands open, and is newer than what is
    sealed beside it."""
    if stored is None:
        return None
    is_open = any(stored.get(name) is not None for name in _EXACT)
    if sealed is None or is_open:
        return Location(**stored)
    return Location(district=stored.get("district"), **from_json(keyring.decrypt(sealed)))
