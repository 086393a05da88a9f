"""When each step was taken and by whom, and the word that the applicant gave."""

from dataclasses import dataclass
from datetime import datetime

# The text that a declaration is accepted to; a new wording is a new version.
DECLARATION_VERSION = "2021-03-04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The applicant's word for the truth of what is handed in (Ps 9)."""

    text_version: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """When each step was taken and by whom; a step that is taken again overwrites."""

    submitted_at: datetime | None = None
    verified_at: datetime | None = None
    verified_by: str | None = None
    returned_at: datetime | None = None
    rejected_at: datetime | None = None
    validated_at: datetime | None = None
    validated_by: str | None = None
    signed_at: datetime | None = None
    signed_by: str | None = None
    delivered_at: datetime | None = None
    withdrawn_at: datetime | None = None
