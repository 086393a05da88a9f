"""Who is calling: roles, callers and what they may see.

A caller sees the rows of their offices and the rows they own; the database enforces the same
(`shared.database.row_security`).
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.errors import Forbidden, Unauthenticated


class Role(StrEnum):
    """The roles of Perbup Malra 23/2021 Ps 8(4), and those who run or read the system."""

    APPLICANT = "applicant"
    FRONT_OFFICE = "front_office"
    BACK_OFFICE = "back_office"
    LICENSING_OFFICIAL = "licensing_official"
    HEAD = "head"
    AGENCY_OFFICER = "agency_officer"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    PROVINCE = "province"
    INTEGRATION = "integration"
    SYSTEM = "system"


STAFF = frozenset(Role) - {Role.APPLICANT, Role.INTEGRATION, Role.SYSTEM, Role.PROVINCE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody or something that asks. `actor` is the account's id, or a service's name."""

    actor: str
    roles: frozenset[Role] = frozenset()
    offices: tuple[str, ...] = ()
    agency: str | None = None
    username: str | None = None
    nibs: tuple[str, ...] = ()

    @property
    def is_staff(self) -> bool:
        """Whether the caller works in an office."""
        return bool(self.roles & STAFF)

    @property
    def account_id(self) -> UUID:
        """The account's id; raises Unauthenticated when no account stands behind the call."""
        try:
            return UUID(self.actor)
        except ValueError:
            raise Unauthenticated from None

    def has(self, *roles: Role) -> bool:
        """Whether the caller holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    def require(self, *roles: Role) -> None:
        """Raises Unauthenticated for nobody, Forbidden when none of the roles is held."""
        if self is ANYBODY:
            raise Unauthenticated
        if not self.has(*roles):
            raise Forbidden

    def sees(self, office: str) -> bool:
        """Whether rows of this office are the caller's to see."""
        return office in self.offices


ANYBODY = Caller(actor="anybody")


def system_caller(name: str, *offices: str) -> Caller:
    """A service acting on its own, for these offices only."""
    return Caller(actor=name, roles=frozenset({Role.SYSTEM}), offices=offices)
