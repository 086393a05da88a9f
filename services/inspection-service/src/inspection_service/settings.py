"""Settings of the inspection service, from variables that begin with `INSPECTION_`."""

from pydantic_settings import SettingsConfigDict

from shared.settings import FileServiceSettings

NAME = "inspection"


class InspectionSettings(FileServiceSettings):
    """`signing_home` is the local signing authority's folder."""

    model_config = SettingsConfigDict(env_prefix="INSPECTION_", extra="ignore", frozen=True)

    signing_home: str
    complete_interval_seconds: float = 1.0
    overdue_interval_seconds: float = 3600.0
    import_interval_seconds: float = 1.0
