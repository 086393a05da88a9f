"""Settings of the survey service, from variables that begin with `SURVEY_`."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

NAME = "survey"


class SurveySettings(ServiceSettings):
    """`invitation_days` is how long a link can be used; the counter takes answers afterwards.
    `answers_told_together` is how many answers must wait before others hear of them (fewer only
    when their day is over)."""

    model_config = SettingsConfigDict(env_prefix="SURVEY_", extra="ignore", frozen=True)

    invitation_days: int = Field(default=30, ge=1, le=365)
    answers_told_together: int = Field(default=5, ge=1)
    announce_interval_seconds: float = 10.0
