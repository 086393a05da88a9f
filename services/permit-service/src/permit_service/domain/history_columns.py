"""Which column of an office's book holds which field: by the field's own name, by the titles that
offices use, or by the map that was given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from permit_service.domain.licence_history import FIELDS, REQUIRED, RowFault
from shared.documents import cells
from shared.errors import InvalidRequest

# Offices put a letterhead above their tables.
HEADER_WITHIN = 20
MOST_ENTRIES = 100
_TITLES: Mapping[str, tuple[str, ...]] = {
    "service_code": ("kode layanan", "kode izin", "kode"),
    "channel": ("kanal", "saluran"),
    "number": ("nomor izin", "no izin", "no. izin", "nomor"),
    "issued_on": ("tanggal terbit", "tanggal izin", "tgl terbit", "tanggal"),
    "holder_name": ("nama pemegang izin", "nama pemegang", "nama pemohon", "nama"),
    "nib": ("nomor induk berusaha",),
    "valid_until": ("berlaku sampai", "berlaku hingga", "tanggal berakhir", "masa berlaku"),
    "holder_nik": ("nik",),
    "holder_address": ("alamat", "alamat pemegang"),
}

Row = Sequence[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the header stands (from 0), and for each field its place and its title."""

    place: int
    places: Mapping[str, int]
    titles: Mapping[str, str]

    def cells_of(self, row: Row) -> dict[str, object]:
        """The cells of a row, by field."""
        return {
            field: row[place] if place < len(row) else None for field, place in self.places.items()
        }


def given_columns(given: Mapping[str, str]) -> dict[str, str]:
    """`column_map` as title by field, written either way round (`{"nib": "NIB PU"}` or
    `{"NIB PU": "nib"}`); raises InvalidRequest."""
    turned = {
        (one if one in FIELDS else other): (other if one in FIELDS else one).strip()
        for one, other in given.items()
    }
    is_known = set(turned) <= set(FIELDS) and all(turned.values())
    if not is_known or len(turned) != len(given) or len(given) > MOST_ENTRIES:
        raise InvalidRequest(pointers=(("/column_map", "map"),))
    return turned


def find_header(rows: Sequence[Row], given: Mapping[str, str]) -> Header | list[RowFault]:
    """The first row that has every required column; else what the best candidate lacks, or has
    twice."""
    candidates = [_header(place, row, given) for place, row in enumerate(rows[:HEADER_WITHIN])]
    for header, repeated in candidates:
        if set(REQUIRED) <= set(header.places) and not repeated:
            return header
    best, repeated = max(
        candidates,
        key=lambda one: len(one[0].places),
        default=(Header(place=0, places={}, titles={}), ()),
    )
    number = best.place + 1
    missing = [
        RowFault(row=number, column=given.get(field, field), code="column_missing")
        for field in REQUIRED
        if field not in best.places
    ]
    return missing + [
        RowFault(row=number, column=title, code="column_repeated") for title in repeated
    ]


def _header(place: int, row: Row, given: Mapping[str, str]) -> tuple[Header, tuple[str, ...]]:
    titles = [" ".join(str(cell).split()) for cell in row]
    places: dict[str, int] = {}
    repeated: list[str] = []
    for field in FIELDS:
        found = _places(field, titles, given)
        if found:
            places[field] = found[0]
        repeated += [titles[found[0]]] if len(found) > 1 else []
    shown = {field: titles[at] for field, at in places.items()}
    return Header(place=place, places=places, titles=shown), tuple(repeated)


def _places(field: str, titles: Sequence[str], given: Mapping[str, str]) -> list[int]:
    """The columns of the first name under which there is any."""
    names = (given[field],) if field in given else (field, *_TITLES[field])
    for name in names:
        found = [
            at
            for at, title in enumerate(titles)
            if not cells.is_blank(title) and title.casefold() == name.casefold()
        ]
        if found:
            return found
    return []
