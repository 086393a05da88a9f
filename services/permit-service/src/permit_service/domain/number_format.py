"""How an office writes its numbers: plain characters, and fields in braces.

`{sequence:04}/{service}/{office}/{roman_month}/{year}` gives `0007/REKLAME/DPMPTSP/VI/2026`. What a
format may say is so little that no number of one series can look like another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from permit_service.domain.errors import NumberFormatNotValid

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST = 100
FIELDS = frozenset({"sequence", "service", "office", "month", "roman_month", "year"})
# Of services that share a format without their code; no code of the catalogue begins so.
SHARED = "~"

_FIELD = re.compile(r"\{([a-z_]+)(?::0([1-9]))?\}")
_PLAIN = re.compile(r"[A-Za-z0-9 ./_-]*")
_SEPARATES = re.compile(r"[^A-Za-z0-9]")

Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format that was looked at; make it with `parse`."""

    text: str

    @classmethod
    def parse(cls, text: str, *, pointer: str = "/format") -> "NumberFormat":
        """Raises NumberFormatNotValid with a code for each thing that is wrong."""
        found = tuple((pointer, code) for code in format_problems(text))
        if found:
            raise NumberFormatNotValid(pointers=found)
        return cls(text)

    @property
    def names_service(self) -> bool:
        """Whether each service has numbers of its own."""
        return "{service}" in self.text

    def number(self, sequence: int, *, service_code: str, number_code: str, at: datetime) -> str:
        """The number; `at` is in the office's own time."""
        values = {
            "sequence": str(sequence),
            "service": service_code,
            "office": number_code,
            "month": f"{at.month:02d}",
            "roman_month": ROMAN_MONTHS[at.month - 1],
            "year": str(at.year),
        }
        return _FIELD.sub(lambda found: values[found[1]].zfill(int(found[2] or 0)), self.text)

    def series(self, service_code: str) -> str:
        """Which series counts: the service's own, or the one of all that are written like this."""
        if self.names_service:
            return service_code
        return SHARED + _FIELD.sub(lambda found: "{" + found[1] + "}", self.text)


def format_problems(text: str) -> Iterator[str]:
    """Codes of what is wrong with a format; none for a good one."""
    if len(text) > LONGEST:
        yield "too_long"
        return
    names = [found[1] for found in _FIELD.finditer(text)]
    between = _FIELD.split(text)[:: _FIELD.groups + 1]
    if not all(_PLAIN.fullmatch(piece) for piece in between):
        yield "characters"
    if not FIELDS.issuperset(names):
        yield "unknown_field"
    if names.count("sequence") != 1:
        yield "sequence_once"
    # A series begins anew with each year: without it the first number would come again.
    if "year" not in names:
        yield "year_missing"
    if any(_SEPARATES.search(piece) is None for piece in between[1:-1]):
        yield "fields_touch"
    if any(found[1] != "sequence" and found[2] for found in _FIELD.finditer(text)):
        yield "width_of_sequence_alone"


DEFAULT_FORMAT = NumberFormat("{sequence:04}/{service}/{office}/{roman_month}/{year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatSetting:
    """What an administrator set: for one service, or for the whole office (`service_code` None).
    A later version takes the place of an earlier one; numbers that were given stay."""

    office_code: str
    service_code: str | None
    version: int
    format: NumberFormat
    set_at: datetime
    set_by: str


class FormatSource(StrEnum):
    """Who set a format."""

    SERVICE = "service"
    CATALOGUE = "catalogue"
    OFFICE = "office"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatEdition:
    """The format that a number is written in. `version` is the setting's, or of a format from the
    catalogue the entry's; the product's own has none."""

    source: FormatSource
    version: int | None
    text: str

    @property
    def format(self) -> NumberFormat:
        """The format itself."""
        return NumberFormat(self.text)


def format_in_force(
    *,
    of_service: FormatSetting | None,
    of_catalogue: str | None,
    catalogue_version: int,
    of_office: FormatSetting | None,
) -> FormatEdition:
    """The nearest one: the service's, the catalogue's, the office's, the product's."""
    if of_service is not None:
        return _set(of_service, FormatSource.SERVICE)
    # Not every catalogue was looked at when it was loaded.
    if of_catalogue and not any(format_problems(of_catalogue)):
        return FormatEdition(
            source=FormatSource.CATALOGUE, version=catalogue_version, text=of_catalogue
        )
    if of_office is not None:
        return _set(of_office, FormatSource.OFFICE)
    return FormatEdition(source=FormatSource.PRODUCT, version=None, text=DEFAULT_FORMAT.text)


def _set(setting: FormatSetting, source: FormatSource) -> FormatEdition:
    return FormatEdition(source=source, version=setting.version, text=setting.format.text)
