"""Lints registers: dates outside the period, text that mentions a later date, cells continued in
the wrong entry, letters without number or date, numbers used twice, blank solutions."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from reporting_service.domain.labels import (
    ROMAN_MONTHS,
    dates_in,
    letter_number_in,
    parse_long_date,
)
from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.printed import (
    PrintedComplaint,
    PrintedLetter,
    PrintedReport,
)

_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_ENDS = (".", ";", ":", "!", "?", ")", '"', "”")


def lint_registers(report: PrintedReport) -> Iterator[Finding]:
    """Complaints, letters and obstacles."""
    for complaint in report.complaints:
        yield from _complaint(complaint, report)
    yield from _split_cells(report.complaints)
    for letter in report.letters:
        yield from _letter(letter)
    yield from _numbers_twice(report.letters)
    for obstacle in report.obstacles:
        if obstacle.obstacle.strip() and not obstacle.solution.strip():
            yield Finding(
                rule="solution_missing",
                where=f"evaluation.{obstacle.number}.solusi",
                printed="",
                expected="solusi",
                explanation="Kendala ini tidak mempunyai solusi.",
            )


def _complaint(complaint: PrintedComplaint, report: PrintedReport) -> Iterator[Finding]:
    where = f"complaints.{complaint.number}"
    received = next(iter(dates_in(complaint.received)), None)
    period = report.period
    if received is None:
        yield Finding(
            rule="date_missing",
            where=f"{where}.tgl_waktu",
            printed=complaint.received,
            expected="tanggal",
            explanation="Pengaduan ini tidak mempunyai tanggal yang dapat dibaca.",
        )
    else:
        yield from _weekday(complaint, received)
    if period is None:
        return
    if received is not None and not period.first_day <= received <= period.last_day:
        yield Finding(
            rule="record_outside_period",
            where=f"{where}.tgl_waktu",
            printed=received.isoformat(),
            expected=f"{period.first_day.isoformat()}/{period.last_day.isoformat()}",
            explanation="Pengaduan ini di luar periode dan tidak ditandai sebagai bawaan.",
        )
    latest = max(filter(None, (received,)), default=period.last_day)
    for place, text, bound in (
        ("materi", complaint.subject, latest),
        ("penyelesaian", complaint.settlement, period.last_day),
    ):
        for mentioned in dates_in(text):
            if mentioned > bound:
                yield Finding(
                    rule="date_in_text_later",
                    where=f"{where}.{place}",
                    printed=mentioned.isoformat(),
                    expected=f"paling lambat {bound.isoformat()}",
                    explanation="Teks menyebut tanggal yang lebih kemudian daripada pencatatannya.",
                )


def _weekday(complaint: PrintedComplaint, received: date) -> Iterator[Finding]:
    first = complaint.received.strip().partition(",")[0].casefold().replace("'", "")
    expected = _WEEKDAYS[received.weekday()]
    if first in _WEEKDAYS and first != expected:
        yield Finding(
            rule="weekday",
            where=f"complaints.{complaint.number}.tgl_waktu",
            printed=first,
            expected=expected,
            explanation="Nama hari tidak sesuai dengan tanggalnya.",
        )


def _split_cells(complaints: tuple[PrintedComplaint, ...]) -> Iterator[Finding]:
    """A cell that stops in mid-sentence and goes on, in lower case, in the next entry."""
    for before, after in pairwise(complaints):
        head, tail = before.settlement.strip(), after.settlement.strip()
        if head and tail and not head.endswith(_ENDS) and tail[0].islower():
            yield Finding(
                rule="cell_split",
                where=f"complaints.{after.number}.penyelesaian",
                printed=" ".join(tail.split()[:4]),
                expected=f"bagian akhir dari pengaduan nomor {before.number}",
                explanation="Awal isi sel ini adalah lanjutan kalimat dari pengaduan sebelumnya.",
            )


def _letter(letter: PrintedLetter) -> Iterator[Finding]:
    where = f"data_requests.{letter.requester_type}.{letter.number}"
    if not (letter_number_in(letter.sender) and dates_in(letter.sender)):
        yield Finding(
            rule="letter_missing",
            where=f"{where}.pengirim_no_surat_tgl_printed",
            printed="",
            expected="nomor dan tanggal surat pengirim",
            explanation="Nomor atau tanggal surat pengirim tidak dicantumkan.",
        )
    if not letter.reply.strip():
        return
    missing = [
        name
        for name, value in (("nomor", letter.reply_number), ("tanggal", letter.reply_date))
        if not value
    ]
    if missing:
        yield Finding(
            rule="reply_missing",
            where=f"{where}.balasan_printed",
            printed=letter.reply_number or "",
            expected=" dan ".join(missing),
            explanation=f"Balasan tidak mencantumkan {' dan '.join(missing)}.",
        )
    yield from _month(where, letter)


def _month(where: str, letter: PrintedLetter) -> Iterator[Finding]:
    dated = parse_long_date(letter.reply_date or "")
    parts = (letter.reply_number or "").split("/")
    romans = [part for part in parts if part in ROMAN_MONTHS]
    if dated is None or not romans:
        return
    expected = ROMAN_MONTHS[dated.month - 1]
    if romans[-1] != expected:
        yield Finding(
            rule="letter_month",
            where=f"{where}.balasan_nomor",
            printed=letter.reply_number or "",
            expected=(letter.reply_number or "").replace(f"/{romans[-1]}/", f"/{expected}/"),
            explanation="Bulan romawi pada nomor surat berbeda dari bulan tanggalnya.",
        )


def _numbers_twice(letters: tuple[PrintedLetter, ...]) -> Iterator[Finding]:
    used: dict[str, list[PrintedLetter]] = defaultdict(list)
    for letter in letters:
        if letter.reply_number:
            used[letter.reply_number].append(letter)
    for number, of_number in used.items():
        if len(of_number) > 1:
            places = ", ".join(f"{one.requester_type}.{one.number}" for one in of_number)
            yield Finding(
                rule="letter_number_twice",
                where=f"data_requests.{places}",
                printed=number,
                expected="satu nomor untuk satu surat",
                explanation="Nomor surat ini dipakai untuk lebih dari satu balasan.",
            )
