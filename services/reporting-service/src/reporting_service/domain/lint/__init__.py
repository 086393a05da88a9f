"""The report linter: tells what is wrong in a printed report and why, and nothing of what is right.

It recomputes what can be computed and compares what must agree; it never guesses what was meant.
"""

from reporting_service.domain.lint.captions import lint_captions
from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.investment import lint_investment
from reporting_service.domain.lint.offices import lint_offices
from reporting_service.domain.lint.printed import PrintedReport
from reporting_service.domain.lint.recaps import lint_recaps
from reporting_service.domain.lint.registers import lint_registers
from reporting_service.domain.lint.regulations import lint_regulations
from reporting_service.domain.lint.survey import lint_survey

__all__ = ["Finding", "PrintedReport", "lint"]

_FAMILIES = (
    lint_recaps,
    lint_investment,
    lint_registers,
    lint_survey,
    lint_captions,
    lint_regulations,
    lint_offices,
)


def lint(report: PrintedReport) -> tuple[Finding, ...]:
    """Every finding, family by family, in the order of the report."""
    return tuple(finding for family in _FAMILIES for finding in family(report))
