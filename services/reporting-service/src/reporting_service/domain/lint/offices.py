"""Lints the office's name: where the text speaks of the reporting office, it names that office.

The province's office may be named as addressee, and in the title of a regulation.
"""

import re
from collections.abc import Iterator

from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.printed import Block, PrintedReport
from reporting_service.domain.lint.regulations import citations

_REGION = r"(?:Provinsi|Kabupaten|Kab\.|Kota)\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+)*"
_OFFICE = re.compile(
    r"(?P<name>DPMPTSP|Dinas\s+Penanaman\s+Modal\s+dan\s+Pelayanan\s+Terpadu\s+Satu\s+Pintu)\s+"
    rf"(?P<region>{_REGION})"
)
_OWN_REGION = re.compile(_REGION)
_ADDRESSED = re.compile(r"(?:kepala|kepada|melalui)\s*(?:kepala\s*)?$", re.IGNORECASE)
_ADDRESS_LENGTH = 40
_MISSPELT = re.compile(r"\b(?:DMPTSP|DPMTSP|DPMPTS|DPMPSTP|DPPMPTSP|DMPPTSP)\b")


def lint_offices(report: PrintedReport) -> Iterator[Finding]:
    """Every mention of a licensing office in headings and paragraphs."""
    own = _OWN_REGION.search(report.office)
    if own is None:
        return
    for block in (*report.headings, *report.paragraphs):
        yield from _mentions(block, own[0])
    for block in report.texts:
        for match in _MISSPELT.finditer(block.text):
            yield Finding(
                rule="office_name",
                where=block.where,
                printed=match[0],
                expected="DPMPTSP",
                explanation="Singkatan nama kantor salah tulis.",
            )


def _mentions(block: Block, own: str) -> Iterator[Finding]:
    cited = [(one.start, one.end) for one in citations(block)]
    for match in _OFFICE.finditer(block.text):
        region = match["region"]
        if _plain(region).startswith(_plain(own)):
            continue
        in_title = any(start <= match.start() < end for start, end in cited)
        if in_title or _ADDRESSED.search(_before(block.text, match.start())):
            continue
        yield Finding(
            rule="office_name",
            where=block.where,
            printed=region,
            expected=own,
            explanation="Teks menyebut kantor lain sebagai penyusun laporan.",
        )


def _before(text: str, place: int) -> str:
    return text[max(0, place - _ADDRESS_LENGTH) : place]


def _plain(region: str) -> str:
    return " ".join(region.replace("Kab.", "Kabupaten").casefold().split())
