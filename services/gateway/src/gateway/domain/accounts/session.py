"""A session: what a sign-in began, renewed by refresh tokens that are each good for once.

A refresh token that comes a second time was copied: its session ends, for the thief and the
owner alike (RFC 9700 4.14.2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gateway.domain.accounts.device import OTHER

ACCESS_LIFETIME = timedelta(minutes=30)
REFRESH_LIFETIME = timedelta(days=14)
SESSION_LIFETIME = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Ends at the latest at `ends_at`, however often it is renewed. `device` is a word of ours
    for the kind of device that it began on."""

    id: UUID
    account_id: UUID
    began_at: datetime
    ends_at: datetime
    is_revoked: bool = False
    device: str = OTHER
    renewed_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it can be renewed."""
        return not self.is_revoked and now < self.ends_at

    def refresh_until(self, now: datetime) -> datetime:
        """How long the next refresh token is good for."""
        return min(now + REFRESH_LIFETIME, self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """Kept by its hash alone."""

    hash: bytes
    session_id: UUID
    ends_at: datetime
    used_at: datetime | None = None
