"""An account: who may sign in, in which roles and for which offices.

It holds no personal data: names and addresses stand in the profile, which only its owner and its
office see.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from gateway.domain.accounts.delegation import Delegation
from shared.errors import InvalidRequest
from shared.identity import STAFF, Caller, Role

USERNAME = re.compile(r"^[a-z0-9][a-z0-9._@+-]{1,98}[a-z0-9]$")


class AccountKind(StrEnum):
    """People outside, people of an office, and systems."""

    PERSON = "person"
    STAFF = "staff"
    INTEGRATION = "integration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`offices` are those whose rows the account sees; an applicant has none."""

    id: UUID
    kind: AccountKind
    username: str
    roles: frozenset[Role]
    offices: tuple[str, ...] = ()
    agency: str | None = None
    nibs: tuple[str, ...] = ()
    is_active: bool = True
    created_at: datetime
    closed_at: datetime | None = None
    version: int = 1

    def caller(self, delegations: tuple[Delegation, ...], *, on: date) -> Caller:
        """Who the account is on this day: its own roles, and those delegated to it."""
        delegated = frozenset(one.role for one in delegations if one.covers(on))
        return Caller(
            actor=str(self.id),
            roles=self.roles | delegated,
            offices=self.offices,
            agency=self.agency,
            username=self.username,
            nibs=self.nibs,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Personal data of an account; encrypted where it is kept. Position, rank and NIP are what a
    signatory's documents show."""

    account_id: UUID
    office_code: str | None = None
    full_name: str
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    nik: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    nip: str | None = field(default=None, repr=False)
    rank: str | None = None
    position: str | None = None
    email_confirmed_at: datetime | None = None


def username_of(text: str) -> str:
    """The username as it is kept: lower case; raises InvalidRequest for other forms."""
    name = text.strip().lower()
    if not USERNAME.match(name):
        raise InvalidRequest(pointers=(("/username", "format"),))
    return name


def check_staff_roles(roles: frozenset[Role], agency: str | None) -> None:
    """Raises InvalidRequest for roles that an office cannot give, or an officer without agency."""
    if not roles or not roles <= STAFF | {Role.PROVINCE}:
        raise InvalidRequest(pointers=(("/roles", "not_for_staff"),))
    if (Role.AGENCY_OFFICER in roles) != (agency is not None):
        raise InvalidRequest(pointers=(("/agency", "with_agency_officer_only"),))
