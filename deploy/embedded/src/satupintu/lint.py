"""The report linter on a file, for a terminal."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from reporting_service.domain.lint import Finding, lint
from reporting_service.entrypoints.api.lint_body import PrintedReportBody


def findings_in(file: Path) -> tuple[Finding, ...]:
    """What is wrong in a report of the shape that `POST /v1/report-lint` takes; raises OSError,
    and ValueError with the places that do not fit."""
    return lint(PrintedReportBody.model_validate_json(file.read_bytes()).report())


def shown(findings: Sequence[Finding]) -> RenderableType:
    """Each finding with its place, what is printed, what it should be, and why."""
    if not findings:
        return Text("Tidak ada kekeliruan yang ditemukan.", style="green")
    return Group(*(_panel(one) for one in findings), Text(f"{len(findings)} temuan", style="bold"))


def _panel(finding: Finding) -> Panel:
    body = Text(finding.explanation)
    body.append(f"\ntercetak    {finding.printed or '-'}", style="red")
    body.append(f"\nseharusnya  {finding.expected or '-'}", style="green")
    return Panel(body, title=f"{finding.rule} · {finding.where}", title_align="left")
