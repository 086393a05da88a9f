"""Entries for OSS as a workbook: a sheet for each kind, a row for each entry, its fields in columns
as OSS asks for them. Texts stay texts."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from types import MappingProxyType

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from gateway.application.oss.entry_ports import ShownEntry
from gateway.domain.oss.entry import EntryKind, EntryState

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTH = 26
# Excel allows 31 characters.
_NAMES: Mapping[EntryKind, str] = MappingProxyType(
    {
        EntryKind.PLAN_ITEM: "Rencana inspeksi",
        EntryKind.PLAN_ITEM_REMOVAL: "Rencana inspeksi dihapus",
        EntryKind.INSPECTION_RECORD: "BAP",
        EntryKind.INSPECTION_NOT_DONE: "Inspeksi tidak dilaksanakan",
        EntryKind.GUIDANCE: "Rekomendasi pembinaan",
        EntryKind.CORRECTION: "Rekomendasi perbaikan",
        EntryKind.SANCTION: "Rekomendasi sanksi",
        EntryKind.SANCTION_LIFTING: "Sanksi dicabut",
        EntryKind.LICENCE_REVOCATION: "Pencabutan izin",
        EntryKind.ASSESSMENT: "Penilaian kepatuhan",
        EntryKind.INVESTMENT_REPORT: "Temuan LKPM",
        EntryKind.MISSING_INVESTMENT_REPORT: "LKPM tidak disampaikan",
    }
)
_STATES: Mapping[EntryState, str] = MappingProxyType(
    {
        EntryState.OPEN: "Belum dimasukkan",
        EntryState.ENTERED: "Sudah dimasukkan",
        EntryState.SENT: "Terkirim otomatis",
        EntryState.WITHDRAWN: "Tidak perlu lagi",
    }
)
_AROUND = (
    "Batas waktu",
    "Terlambat",
    "Dasar",
    "Status",
    "Dimasukkan pada",
    "Nomor acuan OSS",
    "ID isian",
)


def oss_entry_sheet(entries: Sequence[ShownEntry]) -> bytes:
    """The oldest first on each sheet; a workbook without entries says so."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ordered = sorted(entries, key=lambda one: (list(EntryKind).index(one.entry.kind), one.entry.id))
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": _EPOCH.replace(tzinfo=None)})
        head = workbook.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1})
        for kind, of_kind in groupby(ordered, key=lambda one: one.entry.kind):
            _write(workbook.add_worksheet(_NAMES[kind]), list(of_kind), head)
        if not entries:
            workbook.add_worksheet("Isian OSS").write_string(0, 0, "Tidak ada isian")
    return content.getvalue()


def _write(sheet: Worksheet, entries: Sequence[ShownEntry], head: object) -> None:
    labels = list(dict.fromkeys(line.label for one in entries for line in one.form or ()))
    for column, label in enumerate(("No", *labels, *_AROUND)):
        sheet.write_string(0, column, label, head)
    sheet.set_column(1, len(labels) + len(_AROUND), _WIDTH)
    sheet.freeze_panes(1, 0)
    for at, one in enumerate(entries, start=1):
        values = {line.label: line.value for line in one.form or ()}
        sheet.write_number(at, 0, at)
        cells = (*(values.get(label, "") for label in labels), *_around(one))
        for column, text in enumerate(cells, start=1):
            sheet.write_string(at, column, text)


def _around(shown: ShownEntry) -> tuple[str, ...]:
    entry = shown.entry
    return (
        entry.due_on.isoformat() if entry.due_on else "",
        "Ya" if shown.is_overdue else "",
        shown.rule.article,
        _STATES[entry.state],
        entry.settled_at.isoformat() if entry.settled_at else "",
        entry.oss_reference or "",
        str(entry.id),
    )
