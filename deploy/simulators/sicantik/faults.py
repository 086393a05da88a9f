"""What goes wrong, as often as it is told to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field


class Fault(StrEnum):
    """How the next calls are answered."""

    SLOW = "slow"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    UNAUTHORISED = "unauthorised"
    MAINTENANCE = "maintenance"
    BROKEN_JSON = "broken_json"
    ANOTHER_SHAPE = "another_shape"
    WRONG_TAG = "wrong_tag"
    TOO_LARGE = "too_large"
    DOWN = "down"


class Behaviour(BaseModel):
    """`times` calls meet the fault; without a number all of them do. `after` are answered well
    before."""

    fault: Fault | None = None
    times: Annotated[int, Field(ge=1)] | None = None
    after: Annotated[int, Field(ge=0)] = 0
    seconds: Annotated[float, Field(ge=0, le=120)] = 30.0


@dataclass
class Weather:
    """What the calls meet now."""

    behaviour: Behaviour

    def struck(self) -> Fault | None:
        """The fault that this call meets."""
        now = self.behaviour
        if now.fault is None:
            return None
        if now.after > 0:
            self.behaviour = now.model_copy(update={"after": now.after - 1})
            return None
        if now.times is not None:
            left = now.times - 1
            self.behaviour = now.model_copy(update={"times": left}) if left else Behaviour()
        return now.fault
