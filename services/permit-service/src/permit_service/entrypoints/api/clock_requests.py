"""What clients send about the legal clock."""

from typing import Annotated

from pydantic import ConfigDict, Field

from permit_service.domain.clock_reason import ReasonCode
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.words import Prose


class ClockMoveBody(Body):
    """`POST …/clock/{pause|resume|reset|restart}`. The notes are shown to the applicant."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason": "requirement_confirmation", "notes": "Ukuran reklame?"}]
        }
    )

    reason: ReasonCode
    notes: Annotated[Prose, Field(min_length=1)]
