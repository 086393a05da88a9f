"""Settings of an office's reports, and when which edition was handed over."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.duty import AlreadyHandedOver, Handover, ReportSettings
from shared.calendar.office_time import Quarter
from shared.errors import StaleVersion

_SETTINGS = text(
    "select office_code, addressee, through, place, letter_unit, due_days, version"
    " from report_settings where office_code = :office"
)
_KEEP = text(
    "insert into report_settings as s (office_code, addressee, through, place, letter_unit,"
    " due_days, version) values (:office_code, :addressee, :through, :place, :letter_unit,"
    " :due_days, :version) on conflict (office_code) do update set addressee = excluded.addressee,"
    " through = excluded.through, place = excluded.place, letter_unit = excluded.letter_unit,"
    " due_days = excluded.due_days, version = excluded.version where s.version = :expected"
    " returning version"
)
_HANDOVERS = text(
    "select distinct on (quarter) quarter, edition, handed_over_on, proof from handover"
    " where office_code = :office and year = :year order by quarter, edition desc"
)
_ADD = text(
    "insert into handover (office_code, year, quarter, edition, handed_over_on, proof)"
    " values (:office, :year, :quarter, :edition, :on, :proof)"
    " on conflict do nothing returning edition"
)


class PostgresDuties:
    """A hand-over is never changed; settings are, by version."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def settings(self, office: str) -> ReportSettings:
        """The office's settings, or what holds before it set any."""
        row = (await self._connection.execute(_SETTINGS, {"office": office})).mappings().first()
        return ReportSettings(office_code=office) if row is None else ReportSettings(**row)

    async def keep_settings(self, settings: ReportSettings, *, expected_version: int) -> None:
        """Raises StaleVersion."""
        kept = await self._connection.execute(
            _KEEP,
            {
                "office_code": settings.office_code,
                "addressee": settings.addressee,
                "through": settings.through,
                "place": settings.place,
                "letter_unit": settings.letter_unit,
                "due_days": settings.due_days,
                "version": settings.version,
                "expected": expected_version,
            },
        )
        found = kept.first()
        if found is None or (expected_version == 0) != (settings.version == 1):
            raise StaleVersion

    async def handovers(self, office: str, year: int) -> Mapping[Quarter, Handover]:
        """The newest hand-over of each of the year's quarters."""
        rows = await self._connection.execute(_HANDOVERS, {"office": office, "year": year})
        found = [
            Handover(
                office_code=office,
                quarter=Quarter(year=year, number=row["quarter"]),
                edition=row["edition"],
                handed_over_on=row["handed_over_on"],
                proof=row["proof"],
            )
            for row in rows.mappings()
        ]
        return {one.quarter: one for one in found}

    async def add_handover(self, handover: Handover) -> None:
        """Raises AlreadyHandedOver when somebody else was first."""
        added = await self._connection.execute(
            _ADD,
            {
                "office": handover.office_code,
                "year": handover.quarter.year,
                "quarter": handover.quarter.number,
                "edition": handover.edition,
                "on": handover.handed_over_on,
                "proof": handover.proof,
            },
        )
        if added.first() is None:
            raise AlreadyHandedOver
