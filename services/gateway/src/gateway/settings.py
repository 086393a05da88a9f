"""Settings of the gateway, from variables that begin with `GATEWAY_`."""

from typing import Literal

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

NAME = "gateway"


class GatewaySettings(ServiceSettings):
    """`token_key` is the private Ed25519 key that signs access tokens, as a JWK; its public half
    stands in `jwks`. Without `smtp_host` mails are written to `outgoing_directory`, without
    `sms_endpoint` short messages are."""

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
