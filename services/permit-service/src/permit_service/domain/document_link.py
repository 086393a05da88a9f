"""Links that open a document without signing in: whoever holds one holds the document.

A link is good until the end of a day, for several downloads, and for one document of one
application; the next one ends it. What stands in the address is an HMAC of the link's id.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from permit_service.domain.errors import DocumentLinkEnded, TooManyDownloads
from permit_service.domain.office import Office

# How often one link opens its document within a window.
MOST_DOWNLOADS = 20
WINDOW = timedelta(hours=1)
# How often a stranger who knows a receipt number can have a new link sent to its applicant.
MOST_NEW_LINKS = 5
NEW_LINKS_WITHIN = timedelta(days=1)
NEXT_LINK_AFTER = timedelta(minutes=10)


class LinkedDocument(StrEnum):
    """What an applicant is sent: the licence (Ps 6(1)f), or a rejection's letter (Ps 6(1)c)."""

    LICENCE = "licence"
    REJECTION_LETTER = "rejection_letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """`valid_until` is the last day, at the office; `expires_at` the moment at which it is over.
    `downloads` are those of the window that began at `window_began_at`."""

    id: UUID
    office_code: str
    application_id: UUID
    document: LinkedDocument
    issued_at: datetime
    valid_until: date
    expires_at: datetime
    ended_at: datetime | None = None
    window_began_at: datetime
    downloads: int = 0

    @classmethod
    def issued(
        cls,
        *,
        id: UUID,
        application_id: UUID,
        document: LinkedDocument,
        office: Office,
        at: datetime,
        days: int,
    ) -> "DocumentLink":
        """Good from now to the end of the office's day that comes so many days after today."""
        last = at.astimezone(office.zone).date() + timedelta(days=days)
        over = datetime.combine(last + timedelta(days=1), time(), tzinfo=office.zone)
        return cls(
            id=id,
            office_code=office.code,
            application_id=application_id,
            document=document,
            issued_at=at,
            valid_until=last,
            expires_at=over,
            window_began_at=at,
        )

    def is_good(self, at: datetime) -> bool:
        """Whether it opens its document."""
        return self.ended_at is None and at < self.expires_at

    def opened(self, *, at: datetime) -> "DocumentLink":
        """One download more; raises DocumentLinkEnded, TooManyDownloads."""
        if not self.is_good(at):
            raise DocumentLinkEnded
        # A clock that jumped back begins a window of its own.
        elapsed = at - self.window_began_at
        if not timedelta(0) <= elapsed < WINDOW:
            return replace(self, window_began_at=at, downloads=1)
        if self.downloads >= MOST_DOWNLOADS:
            wait = int((WINDOW - elapsed).total_seconds()) + 1
            raise TooManyDownloads(retry_after_seconds=wait)
        return replace(self, downloads=self.downloads + 1)


def may_be_sent_anew(issued: Sequence[datetime], at: datetime) -> bool:
    """Whether another link may be made for a document after those that were."""
    recent = [one for one in issued if one > at - NEW_LINKS_WITHIN]
    return len(recent) < MOST_NEW_LINKS and all(one <= at - NEXT_LINK_AFTER for one in recent)
