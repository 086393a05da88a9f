"""What the reporting service tells."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class ReportPublishedV1(Event, subject="report_id"):
    """A quarterly report was signed off and frozen."""

    report_id: UUID
    year: int
    quarter: int
    edition: int
    published_at: datetime


class LicencesCountedV1(Event, subject="count_id"):
    """A count was imported for what is known only as counts; a newer version stands in its place.

    `kind` is counted, `row` is where the recap shows it, and `row_services` are the catalogue's
    services in that row: a licence recorded one by one for one of them is not counted twice.
    """

    count_id: UUID
    year: int
    month: int
    channel: Literal["MANUAL", "SICANTIK", "OSS", "MPPD"]
    kind: str
    measure: Literal["licences", "projects", "nib"]
    count: int
    count_version: int
    row: str
    row_services: tuple[str, ...] = ()
