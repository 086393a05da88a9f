"""Typesetting: a template and values become a PDF/A of A4 pages.

What a citizen typed is data, never markup. A QR code is printed only on what goes to the signature
at once; a draft carries a watermark in its place. Only the fonts that ship with the product are
used, no network, and no file outside the shipped parts.
"""

import asyncio
import importlib.util
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

import typst

from shared.documents.pictures import emblem_svg, qr_svg
from shared.documents.printable import printable_values
from shared.errors import RuleBroken, TooLarge

MAX_VALUES_BYTES = 1024 * 1024
PDF_STANDARD: Final = "a-2b"
WORKERS = 2
# One with a code has three times the modules of one without; a telephone reads 0.4 mm each.
QR_WIDTH_CM = 2.5
QR_WITH_CODE_WIDTH_CM = 3.2
PICTURE_PPI = 150
_PICTURE = """#set page(width: auto, height: auto, margin: 4pt)
#image(bytes(json(bytes(sys.inputs.values)).drawing), format: "svg")"""
TEMPLATES = Path(str(resources.files(__package__).joinpath("templates")))
# Packages would be fetched from the network.
_PACKAGE = re.compile(r"[\"']\s*@|\\u\{|from-unicode")


class Letter(Enum):
    """The templates that ship with the product; their first lines tell the values they need."""

    LICENCE = "licence.typ"
    OWN_LAYOUT = "own_layout.typ"
    LETTER = "letter.typ"
    REJECTION = "rejection.typ"
    ASSIGNMENT_LETTER = "assignment_letter.typ"
    INSPECTION_RECORD = "inspection_record.typ"

    @property
    def path(self) -> Path:
        """Where the template stands."""
        return TEMPLATES / self.value


class TemplateNotUsable(RuleBroken):
    """An office's own template does not compile, or needs a value that was not given."""

    code = "template_not_usable"
    message = "The template of this document cannot be typeset."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be typeset. `template` is a shipped letter, a file, or the template's own text.

    Without `verification_url` it is a draft. `code` stands behind the address in the QR code alone,
    for those who check without a network. `made_at` is written into the file, so that the same
    sheet gives the same bytes. `emblem` is the office's picture, PNG or JPEG.
    """

    template: Letter | Path | str
    values: Mapping[str, object]
    made_at: datetime
    verification_url: str | None = None
    code: str | None = None
    emblem: bytes | None = None


class Typesetter:
    """Typesets in a bounded pool of threads; the compiler works without the interpreter's lock."""

    def __init__(self, *, workers: int = WORKERS) -> None:
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="typesetting")

    async def typeset(self, sheet: Sheet) -> bytes:
        """The PDF. Raises TemplateNotUsable, TooLarge, UnsupportedType (the emblem)."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, typeset, sheet)

    def close(self) -> None:
        """Let running work end and start no more."""
        self._pool.shutdown(wait=True)


def typeset(sheet: Sheet) -> bytes:
    """The PDF, made in this thread; see `Typesetter`."""
    source = _source(sheet.template)
    values = json.dumps(_all_values(sheet))
    if len(values) > MAX_VALUES_BYTES:
        raise TooLarge
    compiler = typst.Compiler(
        input=source.encode(),
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"values": values},
    )
    try:
        made = compiler.compile(
            format="pdf", pdf_standards=PDF_STANDARD, timestamp=int(sheet.made_at.timestamp())
        )
    except typst.TypstError as error:
        raise TemplateNotUsable from error
    if not isinstance(made, bytes):
        raise TemplateNotUsable
    # A signature is appended, and PDF/A wants an object to begin on a line of its own (6.1.9).
    return made if made.endswith(b"\n") else made + b"\n"


def picture_of(drawing: str) -> bytes:
    """A drawing in SVG as a PNG of print quality, as wide as the drawing, in this thread."""
    values = json.dumps({"drawing": drawing})
    if len(values) > MAX_VALUES_BYTES:
        raise TooLarge
    compiler = typst.Compiler(
        input=_PICTURE.encode(),
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"values": values},
    )
    try:
        made = compiler.compile(format="png", ppi=PICTURE_PPI)
    except typst.TypstError as error:
        raise TemplateNotUsable from error
    if not isinstance(made, bytes):
        raise TemplateNotUsable
    return made


def _source(template: Letter | Path | str) -> str:
    match template:
        case Letter():
            return template.path.read_text(encoding="utf-8")
        case Path():
            text = template.read_text(encoding="utf-8")
        case str():
            text = template
    if _PACKAGE.search(text):
        raise TemplateNotUsable
    return text


def _all_values(sheet: Sheet) -> dict[str, object]:
    """The caller's values, cleaned, under those that only the typesetter may set."""
    url = sheet.verification_url
    cleaned = {key: printable_values(value) for key, value in sheet.values.items()}
    return cleaned | {
        "draft": url is None,
        "qr": None if url is None else qr_svg(url if sheet.code is None else f"{url}#{sheet.code}"),
        "qr_width": QR_WIDTH_CM if sheet.code is None else QR_WITH_CODE_WIDTH_CM,
        "verification_url": url,
        "logo": None if sheet.emblem is None else emblem_svg(sheet.emblem),
    }


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The compiler's own fonts, and behind them those of matplotlib for rarer scripts.

    PDF/A forbids a character without a picture; the last of these has one for every character.
    """
    found = importlib.util.find_spec("matplotlib")
    places = found.submodule_search_locations if found else None
    folders = [Path(place) / "mpl-data" / "fonts" / "ttf" for place in places or ()]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[folder for folder in folders if folder.is_dir()],
    )
