"""What every request body is."""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """Immutable; members that are not promised are not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
