"""Stores of published reports, of prints, and of the duty to hand a report over."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from reporting_service.domain.duty import Handover, ReportSettings
from reporting_service.domain.edition import Edition
from reporting_service.domain.lint import Finding
from shared.calendar.office_time import Quarter


class EditionStore(Protocol):
    """Published editions: public, insert-only, the same bytes ever after."""

    async def latest(self, office: str, quarter: Quarter) -> Edition | None:
        """The newest edition of a quarter."""
        ...

    async def of_year(self, office: str, year: int) -> Mapping[Quarter, Edition]:
        """The newest edition of each of the year's quarters."""
        ...

    async def of_quarter(self, office: str, quarter: Quarter) -> Sequence[Edition]:
        """Every edition of a quarter, the newest first."""
        ...

    async def document(
        self, office: str, quarter: Quarter, edition: int, media_type: str
    ) -> bytes | None:
        """What was published, byte for byte."""
        ...

    async def add(self, edition: Edition, documents: Mapping[str, bytes]) -> None:
        """Keeps an edition; raises AlreadyPublished when its number is taken."""
        ...


class PrintStore(Protocol):
    """What was printed of a quarter, and what is wrong in it."""

    async def keep(
        self,
        office: str,
        quarter: Quarter,
        values: Mapping[str, object],
        findings: Sequence[Finding],
    ) -> None:
        """Keeps the print in the place of an earlier one."""
        ...

    async def find(
        self, office: str, quarter: Quarter
    ) -> tuple[Mapping[str, object], tuple[Finding, ...]]:
        """The printed values by table id, and the findings; both empty without a print."""
        ...


class DutyStore(Protocol):
    """Settings of an office's reports, and when which edition was handed over."""

    async def settings(self, office: str) -> ReportSettings:
        """The office's settings, or what holds before it set any."""
        ...

    async def keep_settings(self, settings: ReportSettings, *, expected_version: int) -> None:
        """Raises StaleVersion."""
        ...

    async def handovers(self, office: str, year: int) -> Mapping[Quarter, Handover]:
        """The newest hand-over of each of the year's quarters."""
        ...

    async def add_handover(self, handover: Handover) -> None:
        """Raises AlreadyHandedOver when somebody else was first."""
        ...
