"""Settings of the reporting service, from the environment with the prefix `REPORTING_`."""

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class ReportingSettings(ServiceSettings):
    """Nothing of its own yet: what every service has."""

    model_config = SettingsConfigDict(env_prefix="REPORTING_", extra="ignore", frozen=True)
