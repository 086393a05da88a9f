"""A business under supervision: its NIB, its places with their activities, its licences.

A business of an office is the same one whoever tells of it: its id follows from office and NIB.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from inspection_service.domain.errors import (
    LicenceNotOfBusiness,
    LocationUnknown,
    NibNotValid,
)

_NAMESPACE = UUID("5a7d0004-0000-5000-8000-000000000001")
_NIB = re.compile(r"[0-9]{13}")


class Risk(StrEnum):
    """The risk of an activity at a place (PP 5/2021): R, MR, MT, T."""

    LOW = "low"
    MEDIUM_LOW = "medium_low"
    MEDIUM_HIGH = "medium_high"
    HIGH = "high"


class Scale(StrEnum):
    """The size of a business."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class LicenceStatus(StrEnum):
    """What the permit service last told of a licence."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Rating(StrEnum):
    """The compliance of a business (Ps 11(5)): baik sekali, baik, kurang baik."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    POOR = "poor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A line of business at a place; the same KBLI may carry another risk elsewhere."""

    kbli: str
    risk: Risk
    project_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place of business. Its address is unknown until its owner's service was asked."""

    id: UUID
    address: str | None = None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    activities: tuple[Activity, ...] = ()

    def is_at(self, address: str) -> bool:
        """Whether this is the place of that address, however it is spelt."""
        return self.address is not None and place_key(self.address) == place_key(address)

    @property
    def risks(self) -> frozenset[Risk]:
        """Every risk that occurs here; each is supervised for itself (Ps 15(4))."""
        return frozenset(activity.risk for activity in self.activities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence of the business, as the permit service told it."""

    id: UUID
    number: str
    service_code: str
    issued_on: date
    status: LicenceStatus = LicenceStatus.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """A business with everything that supervision needs of it."""

    id: UUID
    office_code: str
    nib: str
    name: str | None = None
    scale: Scale | None = None
    locations: tuple[Location, ...] = ()
    licences: tuple[Licence, ...] = ()
    compliance: Rating | None = None
    version: int = 0

    def location(self, location_id: UUID | None) -> Location:
        """The place meant; a business with one place need not name it. Raises LocationUnknown."""
        if location_id is None and len(self.locations) == 1:
            return self.locations[0]
        for location in self.locations:
            if location.id == location_id:
                return location
        raise LocationUnknown

    def licences_named(self, licence_ids: Iterable[UUID]) -> tuple[Licence, ...]:
        """The licences meant, each once; raises LicenceNotOfBusiness."""
        own = {licence.id: licence for licence in self.licences}
        try:
            return tuple(own[licence_id] for licence_id in dict.fromkeys(licence_ids))
        except KeyError:
            raise LicenceNotOfBusiness from None

    @property
    def supervised_since(self) -> date | None:
        """The day of the first licence (Ps 15(2)); none is known for a business of OSS alone."""
        return min((licence.issued_on for licence in self.licences), default=None)

    def placed(self, place: Location) -> "Business":
        """With a place whose address was learnt: it fills the one that had none, or is added."""
        unplaced = [location for location in self.locations if location.address is None]
        same = [one for one in self.locations if place.address and one.is_at(place.address)]
        if same:
            known = replace(
                same[0],
                latitude=place.latitude or same[0].latitude,
                longitude=place.longitude or same[0].longitude,
            )
            return self._with_location(same[0], known)
        if unplaced:
            filled = replace(place, id=unplaced[0].id, activities=unplaced[0].activities)
            return self._with_location(unplaced[0], filled)
        return replace(self, locations=(*self.locations, place))

    def _with_location(self, old: Location, new: Location) -> "Business":
        return replace(
            self, locations=tuple(new if one.id == old.id else one for one in self.locations)
        )


def place_key(address: str) -> str:
    """What makes two spellings of an address one place: letters and digits only, lower case."""
    return re.sub(r"[^0-9a-z]+", " ", address.lower()).strip()


def checked_nib(nib: str) -> str:
    """The NIB itself; raises NibNotValid when it has not thirteen digits (Ps 1(17))."""
    if not _NIB.fullmatch(nib):
        raise NibNotValid
    return nib


def business_id_of(office_code: str, nib: str) -> UUID:
    """The id under which every service's facts of one business of one office meet."""
    return uuid5(_NAMESPACE, f"{office_code}/{nib}")


def first_location_id(business_id: UUID) -> UUID:
    """The id of the place that a business has before any address is known."""
    return uuid5(business_id, "first")


def location_id_of(business_id: UUID, address: str) -> UUID:
    """The id of a further place, the same however often it is told."""
    return uuid5(business_id, place_key(address))


def first_told(office_code: str, nib: str) -> Business:
    """A business of which only the NIB is known, with one place still without address."""
    business_id = business_id_of(office_code, checked_nib(nib))
    return Business(
        id=business_id,
        office_code=office_code,
        nib=nib,
        locations=(Location(id=first_location_id(business_id)),),
    )
