"""The workbook's formulas, computed anew by LibreOffice: they give what the report says."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from reporting_service.adapters.documents.as_xlsx import render_xlsx
from reporting_service.domain.edition import Letterhead
from reporting_service.domain.investment import InvestmentLine, InvestmentRelease, Level, Origin
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.licence_count import LicenceCount
from reporting_service.domain.report import QuarterlyReport, ReportState
from reporting_service.domain.sections import (
    QuarterFigures,
    annexes_of,
    local_licences,
    tables_of,
)
from reporting_service.domain.survey import Tally
from reporting_service.domain.work_plan import Target
from reporting_service.testing.memory_ports import OFFICE
from shared.calendar.office_time import Quarter

NOW = datetime(2024, 7, 3, tzinfo=UTC)
Q2 = Quarter(year=2024, number=2)
SHEETS = ((4, 3, 3, 4, 3, 3, 3, 2, 1), (3, 3, 2, 4, 4, 3, 3, 3, 4), (1, 2, 3, 4, 3, 2, 1, 2, 3))
COUNTS = (
    (Channel.MANUAL, "PBG", 12, Measure.LICENCES),
    (Channel.OSS, "PROYEK", 30, Measure.PROJECTS),
    (Channel.OSS, "NIB", 7, Measure.NIB),
    (Channel.SICANTIK, "REKLAME", 24, Measure.LICENCES),
)
# Sheet, row's label, column, value: what must come out of formulas.
LIVE: tuple[tuple[str, str, int, object], ...] = (
    ("Ringkasan", "Izin yang ditangani kantor", 1, 36.0),
    ("licences_manual", "Jumlah", 5, 12.0),
    ("licences_oss", "Jumlah proyek", 1, 30.0),
    ("investment_pmdn", "Sektor Primer", 3, 30.5),
    ("survey_index", "IKM", 1, 70.37),
    ("survey_index", "Mutu", 1, "C"),
    ("targets", "REKLAME", 6, 60.0),
)


def report() -> QuarterlyReport:
    lines = [
        InvestmentLine(
            label=label,
            level=level,
            sector=None,
            rupiah_million=Decimal(rupiah),
            projects=projects,
            tki=0,
            tka=0,
        )
        for label, level, rupiah, projects in (
            ("Kabupaten", Level.TOTAL, "31.00", 4),
            ("Sektor Primer", Level.SECTOR, "30.50", 3),
            ("Kehutanan", Level.LINE, "10.25", 1),
            ("Pertambangan", Level.LINE, "20.25", 2),
            ("Sektor Tersier", Level.SECTOR, "0.50", 1),
            ("Konstruksi", Level.LINE, "0.50", 1),
        )
    ]
    figures = QuarterFigures(
        office=OFFICE,
        quarter=Q2,
        counts=[
            LicenceCount(
                office_code=OFFICE.code,
                year=2024,
                month=4,
                channel=channel,
                kind=kind,
                label=kind,
                measure=measure,
                count=number,
                source="Kantor",
                imported_at=NOW,
            )
            for channel, kind, number, measure in COUNTS
        ],
        releases={
            Origin.PMDN: InvestmentRelease(
                office_code=OFFICE.code,
                origin=Origin.PMDN,
                quarter=Q2,
                source="NSWI",
                lines=tuple(lines),
                imported_at=NOW,
            )
        },
        tally=Tally.of(SHEETS),
        sheets=SHEETS,
        targets=[Target(channel=Channel.SICANTIK, kind="REKLAME", target=40)],
    )
    return QuarterlyReport(
        office=OFFICE,
        letterhead=Letterhead(name=OFFICE.name),
        year=2024,
        quarter=2,
        state=ReportState.DRAFT,
        due_on=None,
        tables=tables_of(figures),
        annexes=annexes_of(figures),
        locally_handled=local_licences(figures),
    )


def without_results(content: bytes) -> bytes:
    """The workbook with its formulas alone: whoever opens it has to compute them."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in read.namelist():
            part = read.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            written.writestr(name, part)
    return made.getvalue()


def cells(content: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def cell_of(rows: list[list[Any]], label: str, column: int) -> object:
    """The cell in that column of the last row that has the label."""
    row = next(
        row
        for row in reversed(rows)
        if any(cell == label or str(cell).startswith(f"{label} (") for cell in row)
    )
    return row[column] if column < len(row) else ""


def test_figures_are_the_spreadsheets_own_charts_and_say_what_they_show() -> None:
    with zipfile.ZipFile(io.BytesIO(render_xlsx(report()))) as archive:
        names = archive.namelist()
        drawings = "".join(archive.read(one).decode() for one in names if "drawings/drawing" in one)
    assert len([one for one in names if one.startswith("xl/charts/chart")]) == 5
    assert drawings.count("Diagram batang.") == 5


def test_libreoffice_computes_what_the_report_says(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is not installed: the workbook's formulas are not proven")
        pytest.skip("LibreOffice is not installed")
    content = render_xlsx(report())
    given = tmp_path / "laporan.xlsx"
    given.write_bytes(without_results(content))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    computed = tmp_path / "computed"
    subprocess.run(
        [office, home, "--headless", "--convert-to", "xlsx", "--outdir", computed, given],
        check=True,
        capture_output=True,
        timeout=120,
    )
    expected = cells(content)
    found = cells((computed / "laporan.xlsx").read_bytes())
    bare = cells(given.read_bytes())
    for sheet, rows in expected.items():
        for number, row in enumerate(rows):
            assert found[sheet][number][: len(row)] == row, (sheet, number)
    for sheet, label, column, value in LIVE:
        assert cell_of(expected[sheet], label, column) == value, (sheet, label)
        assert cell_of(bare[sheet], label, column) != value, f"{sheet} {label} hangs on no cell"
