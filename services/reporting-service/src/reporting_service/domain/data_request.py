"""Letters that ask for data and their numbered replies (Laporan Kinerja PTSP 2.4).

A reply's number is used once, and its Roman month is that of its date. Personal fields leave the
office only on a legal basis and for a purpose, and every disclosure is logged.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from reporting_service.domain.labels import ROMAN_MONTHS
from shared.errors import RuleBroken, TransitionNotAllowed

_NUMBER_PARTS = 4
_SEQUENCE_DIGITS = 6


class RequesterType(StrEnum):
    """A technical agency of the region, or anybody else."""

    OPD = "OPD"
    NON_OPD = "NON_OPD"


class DisclosureWithoutBasis(RuleBroken):
    """Personal fields need a legal basis and a purpose (UU 27/2022)."""

    message = "Personal fields are disclosed only with a legal basis and a purpose."


class AlreadyReplied(TransitionNotAllowed):
    """A request is replied to once; a further letter is a request of its own."""

    message = "This request was replied to."


class LetterNumberNotValid(RuleBroken):
    """A number is NNN/OFFICE/UNIT/ROMAN-MONTH/YEAR, and month and year are those of its date."""

    message = "The letter's number does not fit its date."


class LetterNumberUsed(RuleBroken):
    """A number is used once; one letter may have several recipients."""

    message = "This letter number was used before."


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractLine:
    """One licence of an extract, as the register has it."""

    number: str
    service_code: str
    channel: str
    issued_on: date
    nib: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What a reply gives away: which fields of how many records, and on what ground."""

    fields: tuple[str, ...]
    personal_fields: tuple[str, ...]
    count: int
    legal_basis: str | None = None
    purpose: str | None = None
    extract: tuple[ExtractLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A numbered letter to one or several recipients."""

    number: str
    dated_on: date
    recipients: tuple[str, ...]
    disclosure: Disclosure


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """A letter in the register; open until it is replied to."""

    id: UUID
    office_code: str
    requester_type: RequesterType
    sender: str
    subject: str
    received_on: date
    letter_number: str | None = None
    letter_date: date | None = None
    reply: Reply | None = None
    version: int = 1

    def replied(self, reply: Reply) -> "DataRequest":
        """Closes the request; raises DisclosureWithoutBasis and AlreadyReplied."""
        if self.reply is not None:
            raise AlreadyReplied
        gives = reply.disclosure
        if gives.personal_fields and not (gives.legal_basis and gives.purpose):
            raise DisclosureWithoutBasis(rule="disclosure", article="UU 27/2022")
        return replace(self, reply=reply, version=self.version + 1)


def check_number(number: str, dated_on: date) -> None:
    """Raises LetterNumberNotValid when a number's Roman month or year is not its date's."""
    parts = number.split("/")
    month = ROMAN_MONTHS[dated_on.month - 1]
    if len(parts) < _NUMBER_PARTS or parts[-2:] != [month, str(dated_on.year)]:
        raise LetterNumberNotValid(
            rule="letter_number", pointers=(("/number", "month_differs_from_date"),)
        )


def reply_number(*, sequence: int, office: str, unit: str, dated_on: date) -> str:
    """`284/DPMPTSP/PIPM/VI/2024`: number, office, unit, the date's Roman month, its year."""
    month = ROMAN_MONTHS[dated_on.month - 1]
    return f"{sequence:03d}/{office}/{unit}/{month}/{dated_on.year}"


def sequence_of(number: str) -> int:
    """The running number that a letter's number begins with; 0 when it begins with none."""
    head = number.partition("/")[0].strip()
    return int(head) if head.isdecimal() and len(head) <= _SEQUENCE_DIGITS else 0
