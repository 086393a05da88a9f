"""What the counter adds to a paper application: originals that were seen, and a printed code.

An assisted applicant without mail takes the code home on paper. It ends after a while; wrong codes
are counted, so that nobody tries many.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from permit_service.domain.errors import ClaimCodeExpired, TooManyWrongCodes

WRONG_CODES = 5
WRONG_CODES_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalSeen:
    """An original that the officer compared with its scan. It goes back to the applicant:
    `returned_at` is None while the office still has it."""

    requirement_no: int
    seen_by: str
    seen_at: datetime
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCodeTerm:
    """How long a claim code may be used. No regulation says so: a setting of ours."""

    effective_from: date
    days: int
    source: str
    verified: bool = False


CLAIM_CODE_TERMS = (
    ClaimCodeTerm(effective_from=date(2021, 3, 4), days=90, source="SatuPintu, ADR 0023"),
)


def claim_code_ends_at(made_at: datetime) -> datetime:
    """By the term in force when the application was made."""
    known = [one for one in CLAIM_CODE_TERMS if one.effective_from <= made_at.date()]
    return made_at + timedelta(days=(known[-1] if known else CLAIM_CODE_TERMS[0]).days)


def require_claim_code_in_time(made_at: datetime, *, now: datetime) -> None:
    """Raises ClaimCodeExpired."""
    if now >= claim_code_ends_at(made_at):
        raise ClaimCodeExpired


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCodes:
    """How many wrong codes an account has sent since a moment."""

    actor: str
    since: datetime
    count: int = 0

    def require_patience(self, *, now: datetime) -> None:
        """Raises TooManyWrongCodes until the time within which they are counted is over."""
        ends = self.since + WRONG_CODES_WITHIN
        if self.count >= WRONG_CODES and now < ends:
            raise TooManyWrongCodes(retry_after_seconds=max(int((ends - now).total_seconds()), 1))

    def one_more(self, *, now: datetime) -> "WrongCodes":
        """Counted anew when the last count is over."""
        if now >= self.since + WRONG_CODES_WITHIN:
            return replace(self, since=now, count=1)
        return replace(self, count=self.count + 1)
