"""A printed report as JSON: the shape of `q2_2024_printed.json`, with running text if there is any.

Every part may be missing; unknown keys are passed over, since prints carry more than is judged.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from reporting_service.domain.investment import Origin, measures_of
from reporting_service.domain.lint.printed import (
    Block,
    PrintedComplaint,
    PrintedInvestment,
    PrintedLetter,
    PrintedObstacle,
    PrintedPeriod,
    PrintedRecap,
    PrintedRecapRow,
    PrintedReport,
    PrintedSurvey,
)

MAX_BLOCKS = 5_000
MAX_ROWS = 20_000
_BOUND = re.compile(r"^\s*([A-D])\b")


def _text(value: Any) -> Any:
    return "" if value is None else str(value) if isinstance(value, (int, float)) else value


Text = Annotated[str, BeforeValidator(_text), Field(max_length=100_000)]
Whole = Annotated[int, Field(ge=-(10**12), le=10**12)]
Amount = Annotated[Decimal, Field(ge=-(10**12), le=10**12, max_digits=20)]
Answer = Annotated[int, Field(ge=1, le=4)]
Extreme = tuple[Annotated[str, Field(max_length=40)], Amount]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class PeriodBody(_Part):
    """The quarter; its days follow from it."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    quarter: Annotated[int, Field(ge=1, le=4)]

    def period(self) -> PrintedPeriod:
        """First and last day of the quarter."""
        month = (self.quarter - 1) * 3 + 1
        after = date(self.year + month // 10, (month + 2) % 12 + 1, 1)
        return PrintedPeriod(
            year=self.year,
            quarter=self.quarter,
            first_day=date(self.year, month, 1),
            last_day=after - timedelta(days=1),
        )


class RecapRowBody(_Part):
    """A row: three months under their names, in the order in which they stand."""

    jenis_izin: Text
    jumlah_printed: Whole | None = None
    months: dict[str, Whole]

    @model_validator(mode="before")
    @classmethod
    def _collect_months(cls, row: Any) -> Any:
        if not isinstance(row, dict) or "months" in row:
            return row
        known = {"no", "jenis_izin", "jumlah_printed"}
        months = {name: value for name, value in row.items() if name not in known}
        return {name: row[name] for name in row if name in known} | {"months": months}


class RecapBody(_Part):
    """A channel's recap."""

    channel: Text
    heading_printed: Text = ""
    caption_printed: Text = ""
    subtitle_printed: Text = ""
    rows: Annotated[list[RecapRowBody], Field(max_length=500)] = []
    grand_total_printed: Whole | None = None


class PrintedSurveyBody(_Part):
    """The figures printed of the survey."""

    sum: list[Whole] = []
    nrr: list[Amount] = []
    nrr_sub_unsur: list[Amount] = []
    nrr_tertimbang: list[Amount] = []
    total_nrr_tertimbang: Amount | None = None
    ikm: Amount | None = None
    mutu: str | None = None
    kinerja: str | None = None
    weight_stated: Amount | None = None
    n_stated: Whole | None = None
    lowest: Extreme | None = None
    second_lowest: Extreme | None = None
    highest: Extreme | None = None
    thresholds: dict[str, tuple[Amount, Amount]] = {}
    table6: list[Amount] = []
    table6_mean: Amount | None = None
    table6_ikm: Amount | None = None


class SurveyBody(_Part):
    """Answer sheets and what was printed of them."""

    columns: Annotated[list[Text], Field(max_length=30)] = []
    responses: Annotated[
        list[Annotated[list[Answer], Field(min_length=1, max_length=30)]],
        Field(max_length=MAX_ROWS),
    ] = []
    printed: PrintedSurveyBody = PrintedSurveyBody()

    @model_validator(mode="after")
    def _rows_are_alike(self) -> "SurveyBody":
        if len({len(row) for row in self.responses}) > 1:
            raise ValueError("answer sheets differ in length")
        return self


class InvestmentRowBody(_Part):
    """A row with its cells by column."""

    label: Text
    printed: dict[str, Text]


class InvestmentTableBody(_Part):
    """A table of investment."""

    rows: Annotated[list[InvestmentRowBody], Field(max_length=500)] = []


class InvestmentBody(_Part):
    """Domestic and foreign investment."""

    pmdn: InvestmentTableBody = InvestmentTableBody()
    pma: InvestmentTableBody = InvestmentTableBody()


class ComplaintBody(_Part):
    """An entry of the complaints register."""

    no: Text = ""
    tgl_waktu: Text = ""
    materi: Text = ""
    penyelesaian: Text = ""


class LetterBody(_Part):
    """A row of the register of data requests."""

    requester_type: Text = ""
    no: Text = ""
    pengirim_no_surat_tgl_printed: Text = ""
    balasan_printed: Text = ""
    balasan_nomor: str | None = None
    balasan_tanggal: str | None = None


class ObstacleBody(_Part):
    """An obstacle and its solution."""

    no: Text = ""
    kendala: Text = ""
    solusi: Text = ""


class PrintedReportBody(_Part):
    """The whole print."""

    office: Text = ""
    period: PeriodBody | None = None
    licence_recap: Annotated[list[RecapBody], Field(max_length=20)] = []
    investment: InvestmentBody = InvestmentBody()
    complaints: Annotated[list[ComplaintBody], Field(max_length=MAX_ROWS)] = []
    data_requests: Annotated[list[LetterBody], Field(max_length=MAX_ROWS)] = []
    survey: SurveyBody = SurveyBody()
    evaluation: Annotated[list[ObstacleBody], Field(max_length=MAX_ROWS)] = []
    headings: Any = None
    lists: Any = None
    paragraphs: Any = None
    annexes: Annotated[list[Any], Field(max_length=200)] | None = None

    def values(self) -> dict[str, Any]:
        """What was printed, by the id of the table that it stands beside."""
        recaps = {
            f"licences_{one.channel.lower()}": one.model_dump(mode="json")
            for one in self.licence_recap
        }
        letters = [one.model_dump(mode="json") for one in self.data_requests]
        return recaps | {
            "investment_pmdn": self.investment.pmdn.model_dump(mode="json")["rows"],
            "investment_pma": self.investment.pma.model_dump(mode="json")["rows"],
            "data_requests_opd": [one for one in letters if one["requester_type"] == "OPD"],
            "data_requests_other": [one for one in letters if one["requester_type"] != "OPD"],
            "survey_index": self.survey.printed.model_dump(mode="json", exclude_unset=True),
            "obstacles": [one.model_dump(mode="json") for one in self.evaluation],
        }

    def report(self) -> PrintedReport:
        """The print in the linter's words."""
        return PrintedReport(
            office=self.office,
            period=None if self.period is None else self.period.period(),
            recaps=tuple(_recap(one) for one in self.licence_recap),
            investment=tuple(_investment(self.investment)),
            complaints=tuple(
                PrintedComplaint(
                    number=one.no,
                    received=one.tgl_waktu,
                    subject=one.materi,
                    settlement=one.penyelesaian,
                )
                for one in self.complaints
            ),
            letters=tuple(_letter(one) for one in self.data_requests),
            survey=_survey(self.survey),
            obstacles=tuple(
                PrintedObstacle(number=one.no, obstacle=one.kendala, solution=one.solusi)
                for one in self.evaluation
            ),
            headings=_blocks("headings", self.headings),
            lists=_blocks("lists", self.lists),
            paragraphs=_blocks("paragraphs", self.paragraphs),
            annexes=None if self.annexes is None else len(self.annexes),
        )


def _recap(body: RecapBody) -> PrintedRecap:
    return PrintedRecap(
        channel=body.channel.upper(),
        heading=body.heading_printed,
        caption=body.caption_printed,
        subtitle=body.subtitle_printed,
        rows=tuple(
            PrintedRecapRow(
                label=row.jenis_izin, months=tuple(row.months.values()), total=row.jumlah_printed
            )
            for row in body.rows
        ),
        grand_total=body.grand_total_printed,
    )


def _investment(body: InvestmentBody) -> Iterator[PrintedInvestment]:
    for origin, table in ((Origin.PMDN, body.pmdn), (Origin.PMA, body.pma)):
        width = len(measures_of(origin))
        rows = tuple(
            (row.label, (*row.printed.values(), *[""] * width)[:width]) for row in table.rows
        )
        if rows:
            yield PrintedInvestment(origin=origin, rows=rows)


def _letter(body: LetterBody) -> PrintedLetter:
    return PrintedLetter(
        requester_type=body.requester_type,
        number=body.no,
        sender=body.pengirim_no_surat_tgl_printed,
        reply=body.balasan_printed,
        reply_number=body.balasan_nomor,
        reply_date=body.balasan_tanggal,
    )


def _survey(body: SurveyBody) -> PrintedSurvey:
    printed = body.printed
    copies = {"nrr_sub_unsur": printed.nrr_sub_unsur, "table6": printed.table6}
    totals = {
        "total_nrr_tertimbang": printed.total_nrr_tertimbang,
        "table6_mean": printed.table6_mean,
    }
    indexes = {"ikm": printed.ikm, "table6_ikm": printed.table6_ikm}
    bounds = {_BOUND.match(name): low for name, (low, _) in printed.thresholds.items()}
    return PrintedSurvey(
        columns=tuple(body.columns),
        sheets=tuple(tuple(row) for row in body.responses),
        stated_respondents=printed.n_stated,
        stated_weight=printed.weight_stated,
        sums=tuple(printed.sum),
        nrr=tuple(printed.nrr),
        nrr_copies={name: tuple(copy) for name, copy in copies.items() if copy},
        weighted=tuple(printed.nrr_tertimbang),
        totals={name: value for name, value in totals.items() if value is not None},
        indexes={name: value for name, value in indexes.items() if value is not None},
        grade=printed.mutu,
        label=printed.kinerja,
        lower_bounds={match[1]: low for match, low in bounds.items() if match is not None},
        lowest=printed.lowest,
        second_lowest=printed.second_lowest,
        highest=printed.highest,
    )


def _blocks(where: str, value: Any) -> tuple[Block, ...]:
    """Texts out of strings, lists and objects, however they are nested, with their places."""
    return tuple(block for _, block in zip(range(MAX_BLOCKS), _walk(where, value), strict=False))


def _walk(where: str, value: Any) -> Iterator[Block]:
    if isinstance(value, str):
        yield Block(where=where, text=value)
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _walk(f"{where}.{place}", one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _walk(f"{where}.{name}", one)
