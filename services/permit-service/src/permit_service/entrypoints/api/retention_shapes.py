"""What clients send and are answered about retention: numbers, days and ids, nobody's data."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from permit_service.application.report_retention import ReportLine, RetentionReport
from permit_service.application.retention_ports import ClassCount
from permit_service.domain.retention import Erased, RetentionClass, RetentionPeriod
from permit_service.domain.retention_run import (
    LeftAlone,
    RetentionRun,
    RunEnd,
    RunKind,
    RunPhase,
)
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.members import members
from shared.http import Answer, Representation

_STATES = {RunPhase.SUCCEEDED: "succeeded", RunPhase.FAILED: "failed"}


class RetentionRunBody(Body):
    """`POST /v1/retention-runs`. Look first, then destroy: `dry_run_id` is the finished dry run
    whose list is carried out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"retention_class": "abandoned_draft", "dry_run": True}]}
    )

    retention_class: RetentionClass
    dry_run: bool
    dry_run_id: UUID | None = None


class ClassAnswer(Answer):
    """A class as the office keeps it. Without days it never ends; what is not confirmed is a
    proposal, under which nothing is destroyed."""

    retention_class: RetentionClass
    counts_from: str
    erases: Erased
    days: int | None
    confirmed: bool
    verified: bool
    source: str
    effective_from: date
    due: int
    upcoming: int
    held: int


class ReportLineAnswer(Answer):
    """One application in one class."""

    retention_class: RetentionClass
    application_id: UUID
    office_code: str
    due_on: date
    state: Literal["due", "upcoming"]
    held: bool


class ReportAnswer(Answer):
    """Due today, and within the days asked for: each class in numbers, then a page of ids."""

    office_code: str
    today: date
    until: date
    classes: list[ClassAnswer]
    items: list[ReportLineAnswer]
    next_cursor: str | None


class RunResult(Answer):
    """How many were listed, destroyed and left alone."""

    rows: int
    accepted: int
    refused: int


class RunError(Answer):
    """Why it ended before its end."""

    row: int | None
    column: str | None
    code: RunEnd


class RetentionRunAnswer(Answer):
    """A run, as every operation is answered."""

    operation_id: UUID
    id: UUID
    office_code: str
    retention_class: RetentionClass
    kind: RunKind
    state: Literal["running", "succeeded", "failed"]
    phase: RunPhase
    progress: float
    dry_run: bool
    dry_run_id: UUID | None
    result: RunResult
    errors: list[RunError]
    asked_by: str
    asked_at: datetime
    not_before: datetime | None
    finished_at: datetime | None


class RetentionRunsPage(Answer):
    """A page of runs, newest first."""

    items: list[RetentionRunAnswer]
    next_cursor: str | None


class RunLineAnswer(Answer):
    """One application that was listed, and what became of it."""

    application_id: UUID
    due_on: date
    code: LeftAlone | None
    destroyed_at: datetime | None


class RunLinesPage(Answer):
    """A page of a run's list."""

    items: list[RunLineAnswer]
    next_cursor: str | None


def class_body(period: RetentionPeriod, count: ClassCount) -> dict[str, Any]:
    """A class with its numbers."""
    one, rule = period.retention_class, period.rule
    return {
        "retention_class": one,
        "counts_from": one.counts_from,
        "erases": one.erases,
        "days": period.days,
        "confirmed": period.is_confirmed,
        "verified": rule.verified,
        "source": rule.source,
        "effective_from": rule.effective_from,
    } | members(count)


def line_body(line: ReportLine) -> dict[str, Any]:
    """A line of the report."""
    return {
        "retention_class": line.place.retention_class,
        "application_id": line.place.application_id,
        "office_code": line.office_code,
        "due_on": line.due_on,
        "state": "due" if line.is_due else "upcoming",
        "held": line.is_held,
    }


def report_head(report: RetentionReport) -> dict[str, Any]:
    """What stands above the lines."""
    return {
        "office_code": report.office.code,
        "today": report.today,
        "until": report.until,
        "classes": [class_body(period, count) for period, count in report.classes],
    }


def run_body(run: RetentionRun) -> dict[str, Any]:
    """As every operation of the product answers."""
    return {
        "operation_id": run.id,
        "id": run.id,
        "office_code": run.office_code,
        "retention_class": run.retention_class,
        "kind": run.kind,
        "state": _STATES.get(run.phase, "running"),
        "phase": run.phase,
        "progress": run.progress,
        "dry_run": run.is_dry,
        "dry_run_id": run.listed_by,
        "result": {"rows": run.examined, "accepted": run.destroyed, "refused": run.left_alone},
        "errors": [] if run.code is None else [{"row": None, "column": None, "code": run.code}],
        "asked_by": run.asked_by,
        "asked_at": run.asked_at,
        "not_before": run.not_before,
        "finished_at": run.finished_at,
    }


def run_view(run: RetentionRun) -> Representation:
    """The resource `/v1/retention-runs/{id}`."""
    return Representation(body=run_body(run), location=f"/v1/retention-runs/{run.id}")
