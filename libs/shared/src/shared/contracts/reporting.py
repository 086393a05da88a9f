"""What the reporting service tells."""

from datetime import datetime
from uuid import UUID

from shared.contracts.event import Event


class ReportPublishedV1(Event, subject="report_id"):
    """A quarterly report was signed off and frozen."""

    report_id: UUID
    year: int
    quarter: int
    edition: int
    published_at: datetime
