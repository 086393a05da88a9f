"""How each office reaches its SiCANTIK: ids and names of parameters are made by the office's own
administrator there, so that they are configuration (DOMAIN 3.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter

Seconds = Annotated[float, Field(gt=0, le=120)]


class _Part(BaseModel):
    # A refusal to parse must not carry a token into a log.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class TemplateQuery(_Part):
    """One output: its id and what it calls its parameters. Without a name a parameter is not
    sent; `is_quoted` writes days as `'2026-06-01'`. `page` counts rows or pages."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
    first_day: str | None = "date1"
    last_day: str | None = "date2"
    is_quoted: bool = False
    page: str | None = "page"
    per_page: str | None = "per_page"
    page_counts: Literal["rows", "pages"] = "rows"


class StepsQuery(_Part):
    """The output that tells the steps of one application."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
    number: str = "no_permohonan"


class _Office(_Part):
    url: Annotated[str, Field(pattern=r"^https?://")]
    since: date | None = None
    seconds: Seconds = 15.0
    tries: Annotated[int, Field(ge=1, le=6)] = 3


class TemplateOffice(_Office):
    """TemplateData: `url` is `https://…/api/TemplateData/keluaran`."""

    shape: Literal["template_data"]
    applications: TemplateQuery
    issued: TemplateQuery | None = None
    steps: StepsQuery | None = None
    rows_per_page: Annotated[int, Field(ge=1, le=1_000)] = 100


class SplpOffice(_Office):
    """SPLP: answers are sealed with a key made of `salt`. Its days are those of the applications;
    what was issued is looked for among those of `issued_lookback_days` before."""

    shape: Literal["splp"]
    bearer: SecretStr
    api_key: SecretStr
    salt: SecretStr
    agency_id: str
    issued_lookback_days: Annotated[int, Field(ge=0, le=1_000)] = 180


Office = Annotated[TemplateOffice | SplpOffice, Field(discriminator="shape")]
OfficeCode = Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2})?$")]
SicantikOffices = Mapping[str, TemplateOffice | SplpOffice]
_OFFICES: TypeAdapter[dict[str, TemplateOffice | SplpOffice]] = TypeAdapter(
    dict[OfficeCode, Office], config=ConfigDict(hide_input_in_errors=True)
)


def offices_of(setting: SecretStr | None) -> SicantikOffices:
    """The offices of the setting's JSON, none where nothing is set; raises ValueError without
    naming a value."""
    return {} if setting is None else _OFFICES.validate_json(setting.get_secret_value())
