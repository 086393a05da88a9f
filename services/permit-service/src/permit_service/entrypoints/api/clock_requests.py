"""What clients send about the legal clock."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from permit_service.domain.clock_reason import ReasonCode
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.words import Line, Prose


class ClockMoveBody(Body):
    """`POST …/clock/{pause|resume|reset|restart}`. The notes are shown to the applicant."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason": "requirement_confirmation", "notes": "Ukuran reklame?"}]
        }
    )

    reason: ReasonCode
    notes: Annotated[Prose, Field(min_length=1)]


class ClockRuleBody(Body):
    """`POST /v1/clock-rules`. `warn_before` counts working days; 0 warns nobody."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "effective_from": "2026-07-01",
                    "warn_before": 2,
                    "source": "SK Kepala DPMPTSP",
                    "verified": True,
                }
            ]
        }
    )

    effective_from: date
    warn_before: Annotated[int, Field(ge=0, le=60)]
    source: Line
    verified: bool = False


class RecomputationBody(Body):
    """`POST /v1/clock-recomputations`. Look first, then move: with the `calendar_version` of the
    dry run, nothing moves by a calendar that nobody looked at."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"dry_run": True}]})

    dry_run: bool
    calendar_version: Annotated[str, Field(max_length=64)] | None = None
