"""Settings of the permit service, from the environment with the prefix PERMIT_."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

NAME = "permit"


class PermitSettings(ServiceSettings):
    """`storage_url` is `file:///folder` or `s3://bucket/prefix`; `signing_home` holds the local
    signing authority; ends of licences are looked for every `ends_interval_seconds`."""

    model_config = SettingsConfigDict(env_prefix="PERMIT_", extra="ignore", frozen=True)

    storage_url: str
    signing_home: Path
    ends_interval_seconds: float = 60.0
    import_interval_seconds: float = 1.0
