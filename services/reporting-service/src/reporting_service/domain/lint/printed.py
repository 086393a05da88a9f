"""A printed report as the linter sees it: what was printed, not what is true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reporting_service.domain.investment import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPeriod:
    """The quarter that the report says it is about."""

    year: int
    quarter: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRecapRow:
    """A kind with its three months and the printed sum."""

    label: str
    months: tuple[int, ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRecap:
    """A channel's recap."""

    channel: str
    heading: str
    caption: str
    subtitle: str
    rows: tuple[PrintedRecapRow, ...]
    grand_total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSurvey:
    """Answer sheets and the figures printed of them; what is not printed is None or empty."""

    columns: tuple[str, ...] = ()
    sheets: tuple[tuple[int, ...], ...] = ()
    stated_respondents: int | None = None
    stated_weight: Decimal | None = None
    sums: tuple[int, ...] = ()
    nrr: tuple[Decimal, ...] = ()
    # Other places that repeat the means: the sub-element row, the summary table.
    nrr_copies: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    weighted: tuple[Decimal, ...] = ()
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    indexes: Mapping[str, Decimal] = field(default_factory=dict)
    grade: str | None = None
    label: str | None = None
    lower_bounds: Mapping[str, Decimal] = field(default_factory=dict)
    lowest: tuple[str, Decimal] | None = None
    second_lowest: tuple[str, Decimal] | None = None
    highest: tuple[str, Decimal] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedInvestment:
    """A table of investment with its cells as printed."""

    origin: Origin
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedComplaint:
    """An entry of the complaints register."""

    number: str
    received: str
    subject: str
    settlement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLetter:
    """A row of the register of data requests."""

    requester_type: str
    number: str
    sender: str
    reply: str
    reply_number: str | None
    reply_date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedObstacle:
    """An obstacle and its solution."""

    number: str
    obstacle: str
    solution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of running text with its place: a heading, an item of a list, a paragraph."""

    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReport:
    """Everything that was handed in; a part that is missing is not judged."""

    office: str
    period: PrintedPeriod | None = None
    recaps: tuple[PrintedRecap, ...] = ()
    investment: tuple[PrintedInvestment, ...] = ()
    complaints: tuple[PrintedComplaint, ...] = ()
    letters: tuple[PrintedLetter, ...] = ()
    survey: PrintedSurvey = field(default_factory=PrintedSurvey)
    obstacles: tuple[PrintedObstacle, ...] = ()
    headings: tuple[Block, ...] = ()
    lists: tuple[Block, ...] = ()
    paragraphs: tuple[Block, ...] = ()
    annexes: int | None = None

    @property
    def texts(self) -> tuple[Block, ...]:
        """All running text."""
        return (*self.headings, *self.paragraphs, *self.lists)
