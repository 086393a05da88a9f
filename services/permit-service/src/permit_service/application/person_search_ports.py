"""Looking for a person's applications by what is sealed: the words, and the store that finds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from permit_service.application.listing import ApplicationRow

MAX_FOUND = 50


class SearchKind(StrEnum):
    """By what a person is looked for; exactly, never by a part of it."""

    NIK = "nik"
    EMAIL = "email"
    PHONE = "phone"


class SearchPurpose(StrEnum):
    """Why an officer looks for a person: a word and no prose, since it stays in the log."""

    COUNTER_SERVICE = "counter_service"
    PHONE_ENQUIRY = "phone_enquiry"
    DUPLICATE_CHECK = "duplicate_check"
    COMPLAINT = "complaint"
    SUPERVISION = "supervision"
    DATA_SUBJECT_REQUEST = "data_subject_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSearch:
    """What is looked for, in the caller's offices."""

    kind: SearchKind
    value: str
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundApplication:
    """A line of a list with the account whose application it is."""

    row: ApplicationRow
    owner: str | None


class People(Protocol):
    """Finds people by what is stored sealed."""

    async def find(self, search: PersonSearch) -> list[FoundApplication]:
        """What was handed in under exactly this NIK, mail or phone: newest first, MAX_FOUND."""
        ...
