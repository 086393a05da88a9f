"""What an administrator sends to change the licences of the office."""

from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, ConfigDict, Field
from pydantic.config import JsonDict

from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.words import Code, Line, Prose

MAX_EMBLEM_CHARACTERS = 400_000

Heading = Annotated[Line | None, Field(default=None)]
Prose1 = Annotated[Prose, Field(min_length=1)]


class _Strict(Body):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class TextSection(_Strict):
    """Paragraphs; an empty line begins a new one."""

    kind: Literal["text"]
    text: Prose1


class ListSection(_Strict):
    """Lettered items."""

    kind: Literal["list"]
    heading: Heading
    items: Annotated[list[Prose1], Field(min_length=1, max_length=60)]


class FactRow(_Strict):
    """A label and its value; left out where the value is empty."""

    label: Line
    value: Prose1


class FactsSection(_Strict):
    """Label and value, row by row."""

    kind: Literal["facts"]
    heading: Heading
    rows: Annotated[list[FactRow], Field(min_length=1, max_length=60)]


class FormSection(_Strict):
    """Everything that the application's form says."""

    kind: Literal["form"]
    heading: Heading


class ConditionsSection(_Strict):
    """What the technical agencies have made a condition."""

    kind: Literal["conditions"]
    heading: Heading


Simple = Annotated[
    TextSection | ListSection | FactsSection | FormSection | ConditionsSection,
    Field(discriminator="kind"),
]


class ColumnsSection(_Strict):
    """Two columns side by side."""

    kind: Literal["columns"]
    left: Annotated[list[Simple], Field(min_length=1, max_length=10)]
    right: Annotated[list[Simple], Field(min_length=1, max_length=10)]


AnySection = Annotated[
    TextSection | ListSection | FactsSection | FormSection | ConditionsSection | ColumnsSection,
    Field(discriminator="kind"),
]


class LayoutBody(_Strict):
    """From the title to the signature. Words in braces are filled in: `{holder.name}`,
    `{holder.address}`, `{holder.nib}`, `{service}`, `{office}`, `{regency}`, `{location}`,
    `{number}`, `{issued_on}`, `{valid_until}`, `{form.…}`."""

    title: Line | None = None
    legal_basis: Annotated[tuple[Prose1, ...], Field(max_length=30)] = ()
    opening: Prose1 | None = None
    grant: Line | None = None
    sections: Annotated[list[AnySection], Field(min_length=1, max_length=40)]
    copies: Annotated[tuple[Line, ...], Field(max_length=20)] = ()


_EXAMPLE: JsonDict = {
    "office_code": "81.02",
    "service_code": "REKLAME",
    "layout": {
        "title": "Izin Penyelenggaraan Reklame",
        "legal_basis": ["Peraturan Bupati Maluku Tenggara Nomor 23 Tahun 2021"],
        "grant": "Memberikan izin",
        "sections": [
            {
                "kind": "facts",
                "heading": "Kepada:",
                "rows": [
                    {"label": "Nama", "value": "{holder.name}"},
                    {"label": "Berlaku sampai", "value": "{valid_until}"},
                ],
            },
            {"kind": "form", "heading": "Untuk:"},
            {"kind": "conditions", "heading": "Dengan ketentuan:"},
        ],
    },
}


class TemplateBody(Body):
    """A layout for one service, or for every service that has none of its own."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        json_schema_extra={"examples": [_EXAMPLE]},
    )

    office_code: Code
    service_code: Code | None = None
    layout: LayoutBody

    def plain(self) -> dict[str, Any]:
        """The layout as it is kept."""
        return self.layout.model_dump(mode="json", exclude_none=True)


class EmblemBody(Body):
    """A PNG or JPEG in base64, some 300 KB at most."""

    office_code: Code
    picture: Annotated[Base64Bytes, Field(max_length=MAX_EMBLEM_CHARACTERS)]
