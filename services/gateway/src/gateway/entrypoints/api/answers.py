"""What clients are answered with at the door itself: the description of the shapes beside the
routes."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from gateway.domain.accounts.delegation import DelegationKind
from gateway.domain.offices.office import SurveyGate
from shared.http import Answer
from shared.identity import Role


class TokenAnswer(Answer):
    """A grant (RFC 6749 5.1). Clients of machines get no refresh token."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str | None = None


class KeysAnswer(Answer):
    """The public keys that access tokens are verified with (RFC 7517)."""

    keys: list[dict[str, str]]


class AccountLine(Answer):
    """An account of an office's staff."""

    id: UUID
    username: str
    kind: str
    roles: list[Role]
    office_code: str | None
    offices: list[str]
    agency: str | None
    is_active: bool


class AccountsPage(Answer):
    """A page of accounts."""

    items: list[AccountLine]
    next_cursor: str | None


class AccountAnswer(AccountLine):
    """An account with its person's particulars; the NIK itself is never shown."""

    full_name: str
    email: str | None
    email_confirmed: bool
    phone: str | None
    address: str | None
    has_nik: bool
    position: str | None
    rank: str | None
    nip: str | None


class OwnAccountAnswer(AccountAnswer):
    """Who is signed in; with the businesses that the account speaks for."""

    nibs: list[str]


class DelegationAnswer(Answer):
    """Who holds the Head's office between two dates, both included."""

    id: UUID
    office_code: str
    account_id: UUID
    role: Role
    kind: DelegationKind
    valid_from: date
    valid_until: date
    legal_basis: str
    revoked_at: datetime | None


class DelegationsPage(Answer):
    """What the office has delegated, the latest first."""

    items: list[DelegationAnswer]
    next_cursor: str | None


class OfficeAnswer(Answer):
    """An office and how it works."""

    office_code: str
    id: UUID
    name: str
    regency: str
    time_zone: str
    is_time_zone_verified: bool
    survey_gate: SurveyGate
    survey_gate_source: str
    survey_gate_from: date | None
    counts_cuti_bersama_as_working: bool
    requires_answered_corrections: bool
    number_code: str
    letterhead: list[str]


class OfficesPage(Answer):
    """Every office."""

    items: list[OfficeAnswer]
    next_cursor: str | None


class OwnDayAnswer(Answer):
    """A day on which the office departs from the national calendar."""

    day: date
    name: str
    is_working: bool


class CalendarAnswer(Answer):
    """The office's own days of a year."""

    office_code: str
    year: int
    version: int
    days: list[OwnDayAnswer]


class ImportResult(Answer):
    """What became of the rows; an import names more, such as the column map that it used."""

    model_config = ConfigDict(extra="allow")

    rows: int
    accepted: int
    refused: int


class RowFault(Answer):
    """What is wrong, by row and column as the spreadsheet shows them."""

    row: int | None
    column: str | None
    code: str


class OperationAnswer(Answer):
    """How far an import has come, and what it refused."""

    model_config = ConfigDict(extra="allow")

    id: UUID
    kind: str
    state: Literal["running", "succeeded", "failed"]
    progress: float
    result: ImportResult | None
    errors: list[RowFault]


class CloudEventAnswer(Answer):
    """A fact as a CloudEvent 1.0: no personal data and no actor."""

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    datacontenttype: str
    dataversion: int
    topic: str
    position: int
    office: str
    subjecttype: str
    sequence: int
    partitionkey: str
    keysequence: int
    correlation: str | None = None
    causation: UUID | None = None
    data: dict[str, Any]


class FeedPage(Answer):
    """What was told after a position; `next_cursor` is the `after` of the next request."""

    items: list[CloudEventAnswer]
    next_cursor: str | None
