"""Lints numbering: every table and figure has one number of its own, and the lists in front match
the body; period labels say one thing; a heading has what it promises."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reporting_service.domain.labels import quarter_words
from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.printed import Block, PrintedReport

_CAPTION = re.compile(r"^\W*(Tabel|Gambar)\s+(\d+)\s*[.:]?\s*(.*)$", re.IGNORECASE)
# In a list, dots or spaces and a page number follow the title; a year has four digits.
_PAGE = re.compile(r"[\s.…]+(?:\d{1,3}|[ivxl]+)?\s*$")
_LABEL = re.compile(r"\bTriwulan\s+(IV|I{1,3})\s*\(\s*(\w+)\s*\)", re.IGNORECASE)
_NUMERAL = re.compile(r"\bTriwulan\s+(IV|I{1,3})\b", re.IGNORECASE)
_DATA_OF = re.compile(r"menggunakan data .{0,60}?triwulan\s+(IV|I{1,3})\b", re.IGNORECASE)
_LONGEST_TITLE = 500
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Caption:
    kind: str
    number: int
    title: str
    where: str

    @property
    def name(self) -> str:
        return f"{self.kind} {self.number}"


def lint_captions(report: PrintedReport) -> Iterator[Finding]:
    """Captions, lists, labels and annexes."""
    body = list(_captions((*report.headings, *report.paragraphs)))
    listed = [replace(one, title=_PAGE.sub("", one.title)) for one in _captions(report.lists)]
    numbered = body or list(_of_recaps(report))
    yield from _duplicates(numbered)
    if body and listed:
        yield from _mismatches(body, listed)
    yield from _labels(report)
    yield from _annexes(report)


def _captions(blocks: Iterable[Block]) -> Iterator[_Caption]:
    for block in blocks:
        for line in block.text.splitlines():
            match = _CAPTION.match(line)
            if match is not None:
                yield _Caption(
                    kind=match[1].capitalize(),
                    number=int(match[2]),
                    title=match[3].strip()[:_LONGEST_TITLE],
                    where=block.where,
                )


def _of_recaps(report: PrintedReport) -> Iterator[_Caption]:
    for recap in report.recaps:
        match = _CAPTION.match(recap.caption)
        if match is not None:
            yield _Caption(
                kind=match[1].capitalize(),
                number=int(match[2]),
                title=recap.heading,
                where=f"licence_recap.{recap.channel}.caption_printed",
            )


def _duplicates(captions: list[_Caption]) -> Iterator[Finding]:
    by_name: dict[str, dict[str, _Caption]] = defaultdict(dict)
    for caption in captions:
        by_name[caption.name].setdefault(caption.title, caption)
    places = {
        (one.name, one.title): place
        for kind in ("Tabel", "Gambar")
        for place, one in enumerate((one for one in captions if one.kind == kind), start=1)
    }
    for name, same in by_name.items():
        for again in list(same.values())[1:]:
            yield Finding(
                rule="caption_duplicate",
                where=again.where,
                printed=name,
                expected=f"{again.kind} {places[again.name, again.title]}",
                explanation=f"Nomor {name} dipakai lebih dari satu kali.",
            )


def _mismatches(body: list[_Caption], listed: list[_Caption]) -> Iterator[Finding]:
    in_list = {(one.name, _plain(one.title)) for one in listed}
    in_body = {(one.name, _plain(one.title)) for one in body}
    kinds = {one.kind for one in listed}
    for caption in body:
        if caption.kind in kinds and (caption.name, _plain(caption.title)) not in in_list:
            yield Finding(
                rule="list_mismatch",
                where=caption.where,
                printed=f"{caption.name}. {caption.title}",
                expected=f"tercantum dalam daftar {caption.kind.lower()}",
                explanation="Judul ini tidak tercantum sama dalam daftarnya.",
            )
    for caption in listed:
        if (caption.name, _plain(caption.title)) not in in_body:
            yield Finding(
                rule="list_mismatch",
                where=caption.where,
                printed=f"{caption.name}. {caption.title}",
                expected="judul yang sama dalam isi laporan",
                explanation="Daftar menyebut judul yang tidak ada dalam isi laporan.",
            )


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", title.casefold()).strip()


def _labels(report: PrintedReport) -> Iterator[Finding]:
    for block in report.texts:
        for numeral, word in _LABEL.findall(block.text):
            expected = quarter_words(_QUARTERS[numeral.upper()])[1]
            if word.casefold() != expected.casefold():
                yield Finding(
                    rule="period_label",
                    where=block.where,
                    printed=f"Triwulan {numeral} ({word})",
                    expected=f"Triwulan {numeral.upper()} ({expected})",
                    explanation="Kata bilangan tidak sesuai dengan angka romawinya.",
                )
    yield from _other_quarters(report)


def _other_quarters(report: PrintedReport) -> Iterator[Finding]:
    """Headings of another quarter than the report's, unless a note says whose data it is."""
    if report.period is None:
        return
    explained = {
        _QUARTERS[numeral.upper()]
        for block in report.texts
        for numeral in _DATA_OF.findall(block.text)
    }
    for block in report.headings:
        for numeral in _NUMERAL.findall(block.text):
            quarter = _QUARTERS[numeral.upper()]
            if quarter != report.period.quarter and quarter not in explained:
                yield Finding(
                    rule="heading_period",
                    where=block.where,
                    printed=f"Triwulan {numeral}",
                    expected=f"Triwulan {quarter_words(report.period.quarter)[0]}",
                    explanation="Judul menyebut triwulan lain tanpa keterangan.",
                )


def _annexes(report: PrintedReport) -> Iterator[Finding]:
    for block in report.headings:
        if block.text.strip(" #*").casefold() == "lampiran" and not report.annexes:
            yield Finding(
                rule="annex_missing",
                where=block.where,
                printed=block.text.strip(),
                expected="lampiran",
                explanation="Judul lampiran berdiri tanpa lampiran.",
            )
