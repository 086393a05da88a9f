"""Settings of the reporting service, from the environment with the prefix `REPORTING_`."""

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

NAME = "reporting"


class ReportingSettings(ServiceSettings):
    """What every service has. Outside production a report may be published while the signatory's
    rank and NIP are not known: it says so where they would stand."""

    model_config = SettingsConfigDict(env_prefix="REPORTING_", extra="ignore", frozen=True)

    @property
    def allows_unnamed_signatory(self) -> bool:
        """Whether this is a deployment to try things out."""
        return self.environment != "production"
