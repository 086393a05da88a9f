"""Settings every service has, from the environment with the service's prefix.

`<PREFIX>_<NAME>_FILE` names a file that holds the value: secrets need not stand in the
environment. There is no default for any secret.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from shared.clock import SystemClock
from shared.database.key_file import KeyFile, decoded_key
from shared.database.keyring import Keyring
from shared.documents.clamd import Clamd
from shared.documents.scanning import PATIENCE_SECONDS, Screening
from shared.documents.sealed_code import SealingKeys
from shared.documents.storage import ObjectStorage
from shared.messaging.kafka_access import KafkaAccess, SaslMechanism
from shared.seals.copies import copies_at
from shared.seals.sealing import Sealing


class _Files(PydanticBaseSettingsSource):
    """Reads `<PREFIX>_<NAME>_FILE`."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The content of the named file, without the newline at its end."""
        prefix = str(self.config.get("env_prefix", ""))
        path = os.environ.get(f"{prefix}{field_name}_FILE".upper())
        value = None if path is None else Path(path).read_text(encoding="utf-8").strip()
        return value, field_name, self.field_is_complex(field)

    def __call__(self) -> dict[str, Any]:
        """Every field that a file was named for."""
        found: dict[str, Any] = {}
        # A file of keys is followed while the process runs.
        keys = os.environ.get(f"{self.config.get('env_prefix', '')}DATA_KEYS_FILE".upper())
        if keys is not None:
            found["data_keys_path"] = keys
        for name, field in self.settings_cls.model_fields.items():
            value, key, is_complex = self.get_field_value(field, name)
            if value is not None:
                found[key] = self.prepare_field_value(key, field, value, is_complex)
        return found


class ServiceSettings(BaseSettings):
    """Keys are base64. `data_keys` is JSON: {"1": "<32 bytes>", …}; the highest number encrypts,
    unless `data_key_in_use` names another. With `data_keys_path` (or DATA_KEYS_FILE) they may
    change while the process runs; `data_keys_member` is where they stand in that file.
    `kafka_namespace` stands before the names of topics and groups, where brokers are shared.
    `seal_home` holds the keys that seal the log, and the copies of its seals unless `seal_copy_url`
    (`file:///folder`, `s3://bucket/prefix`) names another place; without it nothing is sealed.
    `scanner_url` is `tcp://host:port` or `unix:///path` of ClamAV's daemon; without it files are
    taken unscanned, and those that are kept say so. Who sends a file that is kept waits
    `scan_patience_seconds` for the scanner."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    environment: Literal["production", "development"] = "production"
    host: str = "127.0.0.1"
    port: int = 8000
    worker_port: int = 0
    database_url: SecretStr
    owner_database_url: SecretStr | None = None
    pool_size: int = 5
    kafka_bootstrap_servers: str = ""
    kafka_tls: bool = False
    kafka_ca_file: Path | None = None
    kafka_certificate_file: Path | None = None
    kafka_key_file: Path | None = None
    kafka_username: str | None = None
    kafka_password: SecretStr | None = None
    kafka_sasl_mechanism: SaslMechanism = SaslMechanism.SCRAM_SHA_512
    kafka_namespace: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{0,64}$")] = ""
    services: dict[str, str] = {}
    public_base_url: str
    jwks: str
    issuer: str = "satupintu"
    system_secret: SecretStr
    data_keys: dict[int, SecretStr]
    data_key_in_use: int | None = None
    data_keys_path: Path | None = None
    data_keys_member: tuple[str, ...] = ()
    index_key: SecretStr
    link_key: SecretStr
    seal_home: Path | None = None
    seal_copy_url: str | None = None
    seal_copy_endpoint: str | None = None
    seal_copy_region: str | None = None
    seal_copy_access_key: SecretStr | None = None
    seal_copy_secret_key: SecretStr | None = None
    seal_interval_seconds: Annotated[float, Field(gt=0)] = 3600.0
    scanner_url: str | None = None
    scan_patience_seconds: Annotated[float, Field(gt=0)] = PATIENCE_SECONDS
    clock_offset_seconds: int = 0
    otlp_endpoint: str | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the hook's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then named files."""
        return init_settings, env_settings, _Files(settings_cls)

    @model_validator(mode="after")
    def _no_moved_clock_in_production(self) -> "ServiceSettings":
        if self.environment == "production" and self.clock_offset_seconds:
            raise ValueError("the clock is not moved in production")
        return self

    @model_validator(mode="after")
    def _no_password_in_the_clear(self) -> "ServiceSettings":
        if self.kafka_username is not None and self.kafka_password is None:
            raise ValueError("a user of the brokers has a password")
        is_shown = self.kafka_sasl_mechanism is SaslMechanism.PLAIN and not self.kafka_tls
        if self.environment == "production" and self.kafka_username and is_shown:
            raise ValueError("a password is not sent in the clear in production")
        return self

    def keyring(self) -> Keyring:
        """The keys, decoded."""
        return Keyring(
            data_keys=self._data_keys(),
            index_key=_key(self.index_key),
            link_key=_key(self.link_key),
            in_use=self.data_key_in_use,
        )

    def kafka_access(self) -> KafkaAccess:
        """How the brokers are reached."""
        password = self.kafka_password
        return KafkaAccess(
            bootstrap_servers=self.kafka_bootstrap_servers,
            is_encrypted=self.kafka_tls,
            authority=self.kafka_ca_file,
            certificate=self.kafka_certificate_file,
            key=self.kafka_key_file,
            username=self.kafka_username,
            password=password.get_secret_value() if password else None,
            mechanism=self.kafka_sasl_mechanism,
        )

    def _data_keys(self) -> Mapping[int, bytes]:
        if self.data_keys_path is not None:
            return KeyFile(self.data_keys_path, member=self.data_keys_member)
        return {number: _key(key) for number, key in self.data_keys.items()}

    def sealing(self, log: str) -> Sealing | None:
        """What the log of a service is sealed with; keys are made when there are none."""
        if self.seal_home is None:
            return None
        options = s3_options(
            endpoint=self.seal_copy_endpoint,
            region=self.seal_copy_region,
            access_key=self.seal_copy_access_key,
            secret_key=self.seal_copy_secret_key,
        )
        return Sealing(
            keys=SealingKeys.at(self.seal_home / "keys", clock=self.clock()),
            copies=copies_at(self.seal_copy_url, home=self.seal_home, log=log, options=options),
            interval_seconds=self.seal_interval_seconds,
        )

    def screening(self) -> Screening:
        """Who looks through what is uploaded, where somebody does."""
        return Screening(
            scanner=Clamd(self.scanner_url) if self.scanner_url else None,
            patience_seconds=self.scan_patience_seconds,
        )

    def clock(self) -> SystemClock:
        """The machine's clock with this deployment's offset."""
        return SystemClock(timedelta(seconds=self.clock_offset_seconds))


def s3_options(
    *,
    endpoint: str | None,
    region: str | None,
    access_key: SecretStr | None,
    secret_key: SecretStr | None,
) -> dict[str, str]:
    """What the S3 client is told; what is not given it takes from its own surroundings."""
    given = {
        "endpoint": endpoint,
        "region": region,
        "access_key_id": access_key and access_key.get_secret_value(),
        "secret_access_key": secret_key and secret_key.get_secret_value(),
    }
    return {name: value for name, value in given.items() if value}


def _key(secret: SecretStr) -> bytes:
    return decoded_key(secret.get_secret_value())


class FileServiceSettings(ServiceSettings):
    """Of a service that keeps files. `storage_url` is `file:///folder` or `s3://bucket/prefix`;
    the endpoint, region and keys are those of S3."""

    storage_url: str
    storage_endpoint: str | None = None
    storage_region: str | None = None
    storage_access_key: SecretStr | None = None
    storage_secret_key: SecretStr | None = None

    def storage(self) -> ObjectStorage:
        """Where files are kept."""
        options = s3_options(
            endpoint=self.storage_endpoint,
            region=self.storage_region,
            access_key=self.storage_access_key,
            secret_key=self.storage_secret_key,
        )
        return ObjectStorage.at(self.storage_url, options=options)
