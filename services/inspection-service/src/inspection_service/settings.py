"""Settings of the inspection service, from variables that begin with `INSPECTION_`."""

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

NAME = "inspection"


class InspectionSettings(ServiceSettings):
    """`signing_home` is the local signing authority's folder; `storage_url` is where letters are
    kept (`file://`, `s3://`)."""

    model_config = SettingsConfigDict(env_prefix="INSPECTION_", extra="ignore", frozen=True)

    storage_url: str
    signing_home: str
    complete_interval_seconds: float = 1.0
    overdue_interval_seconds: float = 3600.0
