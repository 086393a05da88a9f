"""Licences known only as counts: one figure per cell of a recap, in versions.

A second import of a cell stands in the place of the first; it is never added, and no licence is
made from it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from reporting_service.domain.errors import MonthNotBegun
from reporting_service.domain.kinds import Channel, Measure, kind_code

Cell = tuple[int, int, str, str, str]
_CELLS = UUID("5d1c9f0e-0d0b-4c53-9e0e-4f6e9a2a7c31")


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceCount:
    """What an office says was issued in a month. `kind` is a row's or a service's code,
    `label` the office's own wording."""

    office_code: str
    year: int
    month: int
    channel: Channel
    kind: str
    label: str
    measure: Measure
    count: int
    source: str
    version: int = 1
    imported_at: datetime

    @property
    def cell(self) -> Cell:
        """What the count is about: one figure stands for it at a time."""
        return self.year, self.month, self.channel.value, self.kind, self.measure.value

    @property
    def cell_id(self) -> UUID:
        """The same for every version of a cell: its versions are told in their order."""
        return uuid5(_CELLS, "/".join(map(str, (self.office_code, *self.cell))))

    def says_the_same_as(self, other: "LicenceCount") -> bool:
        """Whether only the moment of the import differs."""
        return replace(self, version=other.version, imported_at=other.imported_at) == other

    def succeeding(self, standing: "LicenceCount | None") -> "LicenceCount":
        """This count as the next version of the cell."""
        return self if standing is None else replace(self, version=standing.version + 1)


def licence_count(
    *,
    office_code: str,
    year: int,
    month: int,
    channel: Channel,
    kind: str,
    measure: Measure,
    count: int,
    source: str,
    now: datetime,
    today: date,
) -> LicenceCount:
    """A count in the words of a recap; refuses a month that has not begun at the office."""
    if (year, month) > (today.year, today.month):
        raise MonthNotBegun(pointers=(("/month", "in_future"),))
    wording = " ".join(kind.split())
    return LicenceCount(
        office_code=office_code,
        year=year,
        month=month,
        channel=channel,
        kind=kind_code(wording, channel=channel, measure=measure),
        label=wording,
        measure=measure,
        count=count,
        source=" ".join(source.split()),
        imported_at=now,
    )
