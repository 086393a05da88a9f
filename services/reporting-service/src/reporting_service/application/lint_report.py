"""Lints a printed report. Nothing is kept: the print is not the office's data here."""

from reporting_service.application.quarterly_report import READERS
from reporting_service.domain.lint import Finding, PrintedReport, lint
from shared.identity import Caller


def lint_report(report: PrintedReport, caller: Caller) -> tuple[Finding, ...]:
    """What is wrong in it, to staff and the province."""
    caller.require(*READERS)
    return lint(report)
