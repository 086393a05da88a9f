"""The index recomputed in the workbook, out of the cells of the answer sheets."""

from collections.abc import Mapping

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from reporting_service.adapters.documents.live_sums import FIRST_ROW
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.survey import GRADES
from reporting_service.domain.table import Table


def write_live_index(
    workbook: xlsxwriter.Workbook, report: QuarterlyReport, formats: Mapping[str, Format]
) -> None:
    """The index recomputed in the workbook: sums and respondents come from the answer sheets."""
    by_id = {table.id: table for table in report.tables}
    responses, index = by_id["survey_responses"], by_id["survey_index"]
    respondents = responses.totals.get("Responden", "")
    if not index.is_available or str(len(responses.rows)) != respondents:
        return
    sheet = workbook.get_worksheet_by_name("survey_index")
    if sheet is None:
        return
    last = FIRST_ROW + len(responses.rows)
    for place, row in enumerate(index.rows):
        column = xl_col_to_name(place + 1)
        cells = f"survey_responses!{column}{FIRST_ROW + 1}:{column}{last}"
        at = FIRST_ROW + place
        sheet.write_formula(at, 3, f"=SUM({cells})", formats["decimals_0"], int(row[3]))
        mean = f"=ROUND(D{at + 1}/COUNT({cells}),3)"
        sheet.write_formula(at, 4, mean, formats["decimals_3"], float(row[4]))
        weight = f"D{at + 1}/COUNT({cells})/{len(index.rows)}"
        sheet.write_formula(at, 5, f"=ROUND({weight},3)", formats["decimals_3"], float(row[5]))
    first_column = f"survey_responses!B{FIRST_ROW + 1}:B{last}"
    area = f"survey_responses!B{FIRST_ROW + 1}:{xl_col_to_name(len(index.rows))}{last}"
    _live_totals(sheet, index, formats, f"AVERAGE({area})", f"COUNT({first_column})")


def _live_totals(
    sheet: Worksheet, index: Table, formats: Mapping[str, Format], mean: str, respondents: str
) -> None:
    """Respondents, index and class follow the answers too."""
    first = FIRST_ROW + len(index.rows)
    places = {name: first + place for place, name in enumerate(index.totals)}
    ikm = f"B{places['IKM'] + 1}"
    numbers = {
        "Responden": (f"={respondents}", 0),
        "NI": (f"=ROUND({mean},3)", 3),
        "IKM": (f"=ROUND({mean}*25,2)", 2),
    }
    for name, (formula, decimals) in numbers.items():
        shape = formats[f"decimals_{decimals}"]
        sheet.write_formula(places[name], 1, formula, shape, float(index.totals[name]))
    for name, at in (("Mutu", 1), ("Kinerja", 2)):
        chosen = f'"{GRADES[-1][at]}"'
        for grade in reversed(GRADES[:-1]):
            chosen = f'IF({ikm}>={grade[0]},"{grade[at]}",{chosen})'
        sheet.write_formula(places[name], 1, f"={chosen}", None, index.totals[name])
