"""Settings of the permit service, from the environment with the prefix PERMIT_."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from shared.documents.bsre import BsreAddress
from shared.settings import FileServiceSettings

NAME = "permit"


class PermitSettings(FileServiceSettings):
    """`signing_home` holds the local signing authority; ends of licences are looked for every
    `ends_interval_seconds`.

    `signing=bsre` signs at BSrE's Esign Client Service instead: `bsre_url`, `bsre_user`,
    `bsre_secret` and `bsre_roots` (a file with the roots to trust, PEM) must then be given.
    With `payment_url` bills are made at a payment service: `payment_token` is shown to it, and its
    callbacks are signed with `payment_secret`; without it retributions are paid at the counter.
    """

    model_config = SettingsConfigDict(env_prefix="PERMIT_", extra="ignore", frozen=True)

    signing_home: Path
    ends_interval_seconds: float = 60.0
    import_interval_seconds: float = 1.0
    clock_interval_seconds: float = 30.0
    delivery_interval_seconds: float = 5.0
    signing: Literal["local", "bsre"] = "local"
    bsre_url: str | None = None
    bsre_version: Literal["v1", "v2"] = "v2"
    bsre_user: str | None = None
    bsre_secret: SecretStr | None = None
    bsre_roots: Path | None = None
    bsre_sign_seconds: float = 30.0
    payment_url: str | None = None
    payment_token: SecretStr | None = None
    payment_secret: SecretStr | None = None
    payment_interval_seconds: float = 60.0
    intake_interval_seconds: float = 2.0

    @property
    def bsre(self) -> BsreAddress | None:
        """Where BSrE's service is; None for an office that signs with the local authority."""
        if self.signing == "local":
            return None
        if not (self.bsre_url and self.bsre_user and self.bsre_secret and self.bsre_roots):
            raise ValueError("signing at BSrE needs bsre_url, bsre_user, bsre_secret, bsre_roots")
        return BsreAddress(
            url=self.bsre_url,
            version=self.bsre_version,
            user=self.bsre_user,
            secret=self.bsre_secret.get_secret_value(),
            roots=self.bsre_roots,
            sign_seconds=self.bsre_sign_seconds,
        )

    @model_validator(mode="after")
    def _payment_is_whole(self) -> "PermitSettings":
        if self.payment_url and not (self.payment_token and self.payment_secret):
            raise ValueError("a payment service needs payment_token and payment_secret")
        return self

    @model_validator(mode="after")
    def _bsre_is_whole(self) -> "PermitSettings":
        assert self.bsre is None or self.bsre.url
        return self
