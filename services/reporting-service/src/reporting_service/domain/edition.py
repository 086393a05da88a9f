"""A published report: signed off by the Head, frozen, the same bytes ever after.

A correction is a new edition that says what changed.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.calendar.office_time import Quarter
from shared.errors import RuleBroken, TransitionNotAllowed

_NIP = re.compile(r"\d{18}")


class SignatoryIncomplete(RuleBroken):
    """A signatory has name, rank and NIP; while unset, the report is a draft."""

    message = "The signatory's name, rank and NIP must be known before publication."


class AlreadyPublished(TransitionNotAllowed):
    """A further edition says what it changes."""

    message = "This report is published; a new edition has to say what it changes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs off: as the office's accounts know them."""

    name: str
    position: str
    rank: str
    nip: str

    @property
    def missing(self) -> tuple[str, ...]:
        """What stands in the way of a publication. A NIP has 18 digits."""
        given = {"name": self.name, "rank": self.rank}
        missing = [field for field, value in given.items() if not value.strip()]
        if _NIP.fullmatch(re.sub(r"\D", "", self.nip)) is None:
            missing.append("nip")
        return tuple(missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The office on its documents: what is not known is empty."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a published edition shows besides its tables."""

    edition: int
    published_at: datetime
    signatory: Signatory
    changes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One publication of a quarter's report. `checksums` maps media types to SHA-256 in hex."""

    id: UUID
    office_code: str
    quarter: Quarter
    publication: Publication
    checksums: dict[str, str]
    transmittal_number: str = ""


def require_changes(standing: int, *, changes: str) -> None:
    """A first edition needs no word; a further one does, or AlreadyPublished is raised."""
    if standing and not changes.strip():
        raise AlreadyPublished
