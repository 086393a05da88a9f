"""Reads rows of a register of letters: sender and reply each in a cell of its own or together with
number and date, as the office's own table has them. Each error names its row and column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reporting_service.domain.data_request import RequesterType
from reporting_service.domain.labels import (
    dates_in,
    letter_number_in,
    parse_long_date,
    without_dates,
)
from shared.imports.columns import Columns, Header, find_header, given_columns, named, rows_under
from shared.imports.rows import RowError
from shared.imports.sheets import Row, Sheet

MAX_LETTERS = 5_000
MAX_LINE = 500
MAX_NUMBER = 100
_LETTER = "Nama Pengirim, No. Surat & Tanggal"
_REPLY = "Balasan Surat ke Tujuan (No. Surat & Tgl)"
_NAMES = named(
    {
        "requester_type": ("jenis pemohon", "jenis pengirim", "opd/non opd", "kelompok"),
        "sender": ("nama pengirim", "pengirim", "pemohon", "instansi", _LETTER, "asal surat"),
        "letter_number": ("no surat", "nomor surat", "no surat pengirim", "nomor surat masuk"),
        "letter_date": ("tanggal surat", "tgl surat", "tanggal surat masuk"),
        "received_on": (
            "tanggal diterima",
            "tgl diterima",
            "diterima",
            "tanggal terima",
            "tgl masuk",
        ),
        "subject": ("hal", "perihal"),
        "reply": (_REPLY, "balasan", "balasan surat"),
        "reply_number": ("nomor balasan", "no balasan", "no surat balasan", "nomor surat balasan"),
        "reply_date": ("tanggal balasan", "tgl balasan", "tanggal surat balasan"),
        "recipients": ("tujuan", "tujuan balasan", "penerima balasan"),
    }
)
_TYPES: Mapping[str, RequesterType] = {
    "opd": RequesterType.OPD,
    "opd teknis": RequesterType.OPD,
    "non opd": RequesterType.NON_OPD,
    "non opd teknis": RequesterType.NON_OPD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """A reply as the register has it: its number is taken as it is."""

    number: str
    dated_on: date
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One letter of the register; `row` is its number in the file."""

    row: int
    requester_type: RequesterType
    sender: str
    subject: str
    received_on: date
    letter_number: str | None
    letter_date: date | None
    reply: ReplyRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRows:
    """What could be read, what could not, and which heading stood for which field. `assumed` are
    the rows whose day of arrival the register does not tell."""

    rows: tuple[LetterRow, ...]
    errors: tuple[RowError, ...]
    assumed: tuple[int, ...]
    column_map: dict[str, str]


def letter_rows(
    sheet: Sheet, defaults: Mapping[str, str], column_map: Mapping[str, str]
) -> LetterRows:
    """`defaults` fill what the file lacks: `requester_type` and `received_on`. Raises
    TableRefused, ColumnMapNotValid."""
    lacking = [name for name in ("requester_type",) if name not in defaults]
    columns = Columns(names=_NAMES, required=("sender", "subject", *lacking))
    header = find_header(sheet, columns.given(given_columns(column_map, tuple(_NAMES))))
    reader = _Reader(header, defaults)
    found = (
        reader.letter(number, row)
        for number, row in rows_under(header, sheet, most=MAX_LETTERS)
        if any(header.text(row, field) for field in header.places)
    )
    return LetterRows(
        rows=tuple(one for one in found if one is not None),
        errors=tuple(reader.errors),
        assumed=tuple(reader.assumed),
        column_map=dict(header.titles),
    )


class _Reader:
    """Turns rows into letters and notes what cannot be read."""

    def __init__(self, header: Header, defaults: Mapping[str, str]) -> None:
        self._header = header
        self._defaults = defaults
        self.errors: list[RowError] = []
        self.assumed: list[int] = []

    def letter(self, number: int, row: Row) -> LetterRow | None:
        """The row's letter, or nothing when it has an error."""
        before = len(self.errors)
        text = self._header.text(row, "sender")
        found = _split(text)
        letter_date = self._date(number, row, "letter_date") or found.date
        letter_number = self._number(number, row, "letter_number") or found.number
        requester_type = self._type(number, row)
        sender = self._line(number, "sender", found.name)
        subject = self._line(number, "subject", self._header.text(row, "subject"))
        received_on = self._received_on(number, row, letter_date)
        reply = self._reply(number, row, sender)
        if requester_type is None or received_on is None or len(self.errors) > before:
            return None
        return LetterRow(
            row=number,
            requester_type=requester_type,
            sender=sender,
            subject=subject,
            received_on=received_on,
            letter_number=letter_number,
            letter_date=letter_date,
            reply=reply,
        )

    def _type(self, number: int, row: Row) -> RequesterType | None:
        text = self._header.text(row, "requester_type") or self._defaults.get("requester_type", "")
        found = _TYPES.get(" ".join(text.casefold().replace("_", " ").replace("-", " ").split()))
        if found is None:
            self._refuse(number, "requester_type", "requester_type_unknown" if text else "missing")
        return found

    def _received_on(self, number: int, row: Row, letter_date: date | None) -> date | None:
        stated = self._header.text(row, "received_on")
        if stated:
            return self._date(number, row, "received_on")
        fallback = letter_date or parse_long_date(self._defaults.get("received_on", ""))
        if fallback is None:
            self._refuse(number, "received_on", "missing")
        else:
            self.assumed.append(number)
        return fallback

    def _reply(self, number: int, row: Row, sender: str) -> ReplyRow | None:
        found = _split(self._header.text(row, "reply"))
        letter = self._number(number, row, "reply_number") or found.number
        dated_on = self._date(number, row, "reply_date") or found.date
        if letter is None and dated_on is None:
            return None
        if letter is None:
            self._refuse(number, self._one_of("reply_number"), "missing")
        if dated_on is None:
            self._refuse(number, self._one_of("reply_date"), "missing")
        if letter is None or dated_on is None:
            return None
        named = self._header.text(row, "recipients") or found.name or sender
        recipients = tuple(filter(None, (one.strip()[:MAX_LINE] for one in named.split(";"))))
        return ReplyRow(number=letter, dated_on=dated_on, recipients=recipients)

    def _one_of(self, field: str) -> str:
        """The column that should have told it: its own, or the one that holds everything."""
        return field if field in self._header.places else "reply"

    def _number(self, number: int, row: Row, field: str) -> str | None:
        text = self._header.text(row, field)
        if len(text) > MAX_NUMBER:
            self._refuse(number, field, "too_long")
        return text or None

    def _date(self, number: int, row: Row, field: str) -> date | None:
        text = self._header.text(row, field)
        found = next(iter(dates_in(text)), None)
        if text and found is None:
            self._refuse(number, field, "date")
        return found

    def _line(self, number: int, field: str, text: str) -> str:
        if not text or len(text) > MAX_LINE:
            self._refuse(number, field, "too_long" if text else "missing")
        return text

    def _refuse(self, row: int, field: str, code: str) -> None:
        self.errors.append(self._header.error(row, field, code))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell that may hold a name, a letter's number and its date together."""

    name: str
    number: str | None
    date: date | None


def _split(text: str) -> _Cell:
    number = letter_number_in(text)
    days = dates_in(text)
    name = without_dates(text.replace(number, " ") if number else text)
    return _Cell(
        name=" ".join(name.split()).strip(" ,;:."),
        number=number,
        date=days[0] if days else None,
    )
