"""Lints investment tables: rows whose columns slipped, sums that do not agree, blank totals."""

from collections.abc import Iterator

from reporting_service.domain.investment import InvestmentLine, measures_of, reconcile
from reporting_service.domain.investment_reading import RawRow, read_lines
from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.printed import PrintedInvestment, PrintedReport
from reporting_service.domain.numbers import style_of


def lint_investment(report: PrintedReport) -> Iterator[Finding]:
    """Every investment table of the report."""
    for table in report.investment:
        yield from _table(table)


def _table(table: PrintedInvestment) -> Iterator[Finding]:
    raw = [
        RawRow(number=number, label=label, cells=cells)
        for number, (label, cells) in enumerate(table.rows, start=1)
    ]
    where = f"investment.{table.origin.value.lower()}"
    style = style_of(cell for _, cells in table.rows for cell in cells)
    reading = read_lines(raw, table.origin, style=style)
    for error in reading.errors:
        yield Finding(
            rule="cell_not_valid",
            where=f"{where}.rows.{error.row}.{error.column}",
            printed=" | ".join(table.rows[error.row - 1][1]),
            expected="",
            explanation="Baris ini tidak dapat dibaca sebagai angka pada kolom mana pun.",
        )
    if reading.errors:
        return
    for number in reading.moved_rows:
        label, cells = table.rows[number - 1]
        yield Finding(
            rule="columns_shifted",
            where=f"{where}.rows.{number} ({label})",
            printed=" | ".join(cells),
            expected=_as_headed(reading.lines[number - 1], table),
            explanation="Isi baris tergeser: jumlah proyek berada di bawah kolom investasi.",
        )
    yield from _sums(where, reading.lines, table)


def _sums(
    where: str, lines: tuple[InvestmentLine, ...], table: PrintedInvestment
) -> Iterator[Finding]:
    for line in lines:
        for name in line.derived:
            yield Finding(
                rule="total_missing",
                where=f"{where}.{line.label}.{name}",
                printed="",
                expected=str(getattr(line, name)),
                explanation="Jumlah ini kosong; nilainya dapat dihitung dari sektor-sektornya.",
            )
    for one in reconcile(lines, table.origin):
        yield Finding(
            rule=f"investment_{one.rule}",
            where=f"{where}.{one.where}.{one.measure}",
            printed=str(one.printed),
            expected=str(one.expected),
            explanation="Kurs tersirat baris ini berbeda dari baris lainnya."
            if one.rule == "rate"
            else "Jumlah ini tidak sama dengan jumlah baris-baris di bawahnya.",
        )


def _as_headed(line: InvestmentLine, table: PrintedInvestment) -> str:
    return " | ".join(f"{name} {getattr(line, name)}" for name in measures_of(table.origin))
