"""Settings of the gateway, from variables that begin with `GATEWAY_`."""

from typing import Literal

from pydantic import SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

NAME = "gateway"


class GatewaySettings(ServiceSettings):
    """`token_key` is the private Ed25519 key that signs access tokens, as a JWK; its public half
    stands in `jwks`. Without `smtp_host` mails are written to `outgoing_directory`, without
    `sms_endpoint` short messages are.

    `oss_url` is what stands before a method of the PIA (`https://…/v1/kl/rba`), with the
    `oss_user_key` that OSS gave; without them nothing is sent to OSS. `oss_client` is the user name
    as which OSS signs in here; `oss_username` and `oss_password` are those of the PIA's own header
    `Token`, which is asked for once they are set.

    `sicantik` is a JSON of the offices that are connected to SiCANTIK
    (`adapters/sicantik/configuration.py`), each read every `sicantik_interval_seconds`. An outside
    system that stopped answering is asked again after `integration_wait_seconds`, and ever
    later; outages are told of every `outages_interval_seconds`, and deletions that were granted are
    carried out every `deletions_interval_seconds`."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", extra="ignore", frozen=True)

    token_key: SecretStr
    outgoing_directory: str
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_sender: str = "SatuPintu <no-reply@satupintu.invalid>"
    sms_endpoint: str | None = None
    sms_token: SecretStr | None = None
    notify_interval_seconds: float = 1.0
    requests_per_minute: int = 60_000
    integration_wait_seconds: float = 30.0
    sicantik: SecretStr | None = None
    sicantik_interval_seconds: float = 300.0
    oss_url: str | None = None
    oss_user_key: SecretStr | None = None
    oss_client: str = "oss"
    oss_username: SecretStr | None = None
    oss_password: SecretStr | None = None
    oss_timeout_seconds: float = 20.0
    oss_interval_seconds: float = 2.0
    outages_interval_seconds: float = 15.0
    deletions_interval_seconds: float = 5.0

    @model_validator(mode="after")
    def _oss_is_whole(self) -> "GatewaySettings":
        if (self.oss_url is None) != (self.oss_user_key is None):
            raise ValueError("OSS needs both oss_url and oss_user_key")
        if (self.oss_username is None) != (self.oss_password is None):
            raise ValueError("the header of OSS needs both oss_username and oss_password")
        return self
