"""Lints citations: each regulation cited in the text stands in the list of legal bases, one number
has one title, and none was replaced before the period ended.

Which regulation replaced which is dated data with its source.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.printed import Block, PrintedReport

_KINDS = {
    "undang": "UU",
    "pemerintah": "PP",
    "presiden": "Perpres",
    "menteri": "Permen",
    "gubernur": "Pergub",
    "daerah": "Perda",
    "bupati": "Perbup",
    "walikota": "Perwali",
    "wali kota": "Perwali",
}
_CITATION = re.compile(
    r"(?:Undang\s*[-–]?\s*(?P<uu>Undang)"
    r"|Peraturan\s+(?P<kind>Pemerintah|Presiden|Menteri|Gubernur|Daerah|Bupati|Wali\s?kota)(?:an)?)"
    r"(?P<of>[^0-9;.]{0,140}?)\s*\b(?:Nomor|No\.?)\s+(?P<number>\d+)\s+Tahun\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\s*,?\s*tentang\s+(?P<title>[^.;,]+)", re.IGNORECASE)
_TITLE_END = re.compile(
    r"\s(?:Pasal|sebagaimana|bahwa|dan\s+Peraturan|dan\s+telah|berkewajiban|Peraturan\s+\w+)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\W*(?:[a-z]|\d+)[.)]\s+", re.IGNORECASE)
_WORDS_COMPARED = 4
_LONGEST_TITLE = 400
_MOST_LISTED = 500
_SAME = 0.75
_OTHER = 0.5
_MINOR = frozenset({"dan", "di", "pada", "atas", "yang", "serta", "tentang", "dalam"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A regulation that another replaced. `wording` is what texts wrongly say instead."""

    old: tuple[str, int, int]
    new: str
    since: date
    wording: str | None
    source: str
    verified: bool


REPLACED = (
    Replacement(
        old=("UU", 11, 2020),
        new="UU 6/2023",
        since=date(2023, 3, 31),
        wording=None,
        source="Perbup Sumba Timur 32/2023, dasar hukum",
        verified=True,
    ),
    Replacement(
        old=("Permen", 16, 2014),
        new="PermenPANRB 14/2017",
        since=date(2017, 5, 9),
        wording="diubah",
        source="PermenPANRB 14/2017, menimbang huruf b",
        verified=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A regulation named in a text, with the title that stands beside it, if one does."""

    kind: str
    number: int
    year: int
    title: str
    where: str
    after: str
    start: int
    end: int

    @property
    def key(self) -> tuple[str, int, int]:
        """What makes two citations the same regulation."""
        return self.kind, self.number, self.year

    @property
    def name(self) -> str:
        """`Perbup 1/2021`."""
        return f"{self.kind} {self.number}/{self.year}"


def citations(block: Block) -> list[Citation]:
    """Every regulation that a text names, in order."""
    found = []
    for match in _CITATION.finditer(block.text):
        kind = "UU" if match["uu"] else _KINDS[" ".join(match["kind"].casefold().split())]
        tail = block.text[match.end() : match.end() + _LONGEST_TITLE]
        title = _TITLE.match(tail)
        wording = "" if title is None else title["title"]
        ended = _TITLE_END.search(wording)
        wording = wording[: ended.start()] if ended else wording
        found.append(
            Citation(
                kind=kind,
                number=int(match["number"]),
                year=int(match["year"]),
                title=wording.strip(),
                where=block.where,
                after=tail[:80],
                start=match.start(),
                end=match.end() + (0 if title is None else title.start("title") + len(wording)),
            )
        )
    return found


def lint_regulations(report: PrintedReport) -> Iterator[Finding]:
    """Citations against the list and against each other."""
    listed = [one for block in report.lists for one in citations(block)[:1] if _is_item(block)]
    listed = listed[:_MOST_LISTED]
    cited = [one for block in (*report.paragraphs, *report.headings) for one in citations(block)]
    yield from _replaced([*cited, *listed], report)
    if listed:
        yield from _not_listed(cited, listed)
    yield from _two_titles([*cited, *listed])


def _is_item(block: Block) -> bool:
    """Whether the text is a regulation by itself, as the items of legal bases are."""
    text = _ITEM.sub("", block.text).strip()
    return _CITATION.match(text) is not None


def _replaced(found: Sequence[Citation], report: PrintedReport) -> Iterator[Finding]:
    for one in REPLACED:
        places = [citation for citation in found if citation.key == one.old]
        if not places or (report.period is not None and report.period.last_day < one.since):
            continue
        if one.wording is None:
            yield Finding(
                rule="regulation_replaced",
                where=places[0].where,
                printed=places[0].name,
                expected=one.new,
                explanation=f"Peraturan ini sudah diganti oleh {one.new} ({one.source}).",
            )
        elif any(one.wording in citation.after.casefold() for citation in places):
            yield Finding(
                rule="regulation_wording",
                where=places[0].where,
                printed=one.wording,
                expected="dicabut dan diganti",
                explanation=f"Peraturan ini tidak diubah melainkan diganti oleh {one.new}.",
            )


def _not_listed(cited: Sequence[Citation], listed: Sequence[Citation]) -> Iterator[Finding]:
    keys = {one.key for one in listed}
    told: set[tuple[str, int, int]] = {one.old for one in REPLACED}
    for citation in cited:
        if citation.key in keys or citation.key in told:
            continue
        told.add(citation.key)
        other = next((one for one in listed if _is_successor(citation, one)), None)
        if other is not None:
            yield Finding(
                rule="regulation_differs",
                where=citation.where,
                printed=citation.name,
                expected=other.name,
                explanation="Teks dan dasar hukum menyebut peraturan berbeda untuk hal yang sama.",
            )
            continue
        yield Finding(
            rule="regulation_not_listed",
            where=citation.where,
            printed=citation.name,
            expected="tercantum dalam landasan hukum",
            explanation="Peraturan ini dikutip tetapi tidak tercantum dalam landasan hukum.",
        )


def _is_successor(cited: Citation, listed: Citation) -> bool:
    """Whether the list has another number for the same matter."""
    if cited.kind != listed.kind or not cited.title or not listed.title:
        return False
    return _likeness(cited.title, listed.title) >= _SAME


def _two_titles(found: Sequence[Citation]) -> Iterator[Finding]:
    titled: dict[tuple[str, int, int], list[Citation]] = defaultdict(list)
    for one in found:
        if one.title:
            titled[one.key].append(one)
    for same in titled.values():
        first = same[0]
        other = next((one for one in same if _likeness(first.title, one.title) < _OTHER), None)
        if other is not None:
            yield Finding(
                rule="regulation_two_titles",
                where=first.where,
                printed=f"{first.name}: {first.title}",
                expected=f"{other.name}: {other.title}",
                explanation="Satu nomor peraturan dikutip dengan dua judul.",
            )


def _likeness(one: str, other: str) -> float:
    """The share of leading words that two titles have in common."""
    first, second = _leading(one), _leading(other)
    shorter = min(len(first), len(second))
    return len(set(first[:shorter]) & set(second[:shorter])) / shorter if shorter else 1.0


def _leading(title: str) -> list[str]:
    words = [word for word in re.findall(r"[a-z]+", title.casefold()) if word not in _MINOR]
    return words[:_WORDS_COMPARED]
