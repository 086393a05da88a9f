"""An office's own layout of a licence: texts, facts, lists and columns, in an order it chooses.

Texts hold words in braces (`{holder.name}`) that are filled in when a licence is typeset. What a
licence must show whatever the office writes is not the layout's to decide: letterhead, number,
signature block and QR code are always there; holder, validity and the agencies' conditions must
stand in it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from permit_service.domain.errors import LayoutNotValid

Layout = Mapping[str, Any]
Section = Mapping[str, Any]
Problem = tuple[str, str]

WORDS = frozenset(
    {
        "holder.name",
        "holder.address",
        "holder.nib",
        "service",
        "office",
        "regency",
        "location",
        "number",
        "issued_on",
        "valid_until",
    }
)
OF_FORM = "form."
# Words without which a licence does not say for whom it is, and for how long.
REQUIRED = (("holder.name", "holder_missing"), ("valid_until", "validity_missing"))
NOTHING = "–"
_WORD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceTemplate:
    """A version of a layout: for one service, or for every one that has none (`service_code`
    None). Versions never change; a licence that was issued keeps its bytes in any case."""

    office_code: str
    service_code: str | None
    version: int
    layout: Layout
    set_at: datetime
    set_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEdition:
    """Which layout and which emblem a document is set on. No `template_version`: the product's own
    layout. `template_service` None: the office's, for every service that has none."""

    template_service: str | None = None
    template_version: int | None = None
    emblem_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What an office's licence is set on: its layout and its emblem, where it has them."""

    layout: Layout | None = None
    emblem: bytes | None = None
    edition: PaperEdition = field(default_factory=PaperEdition)

    @classmethod
    def of(cls, template: LicenceTemplate | None, emblem: bytes | None) -> "Paper":
        """With the edition that finds the same layout and emblem again."""
        return cls(
            layout=template.layout if template else None,
            emblem=emblem,
            edition=PaperEdition(
                template_service=template.service_code if template else None,
                template_version=template.version if template else None,
                emblem_sha256=None if emblem is None else sha256(emblem).hexdigest(),
            ),
        )


def require_layout(layout: Layout) -> None:
    """Raises LayoutNotValid with a pointer and a code for each thing that is wrong."""
    found = tuple(layout_problems(layout))
    if found:
        raise LayoutNotValid(pointers=found)


def layout_problems(layout: Layout) -> Iterator[Problem]:
    """What is wrong with a layout whose shape is good already."""
    used: set[str] = set()
    for pointer, text in _texts(layout):
        for word in _WORD.findall(text):
            used.add(word)
            is_of_form = word.startswith(OF_FORM) and len(word) > len(OF_FORM)
            if word not in WORDS and not is_of_form:
                yield f"/layout{pointer}", "unknown_word"
        if _WORD.sub("", text).count("{") + _WORD.sub("", text).count("}"):
            yield f"/layout{pointer}", "braces"
    for word, code in REQUIRED:
        if word not in used:
            yield "/layout/sections", code
    if [one["kind"] for one in _flat(layout["sections"])].count("conditions") != 1:
        yield "/layout/sections", "conditions_once"


def filled(
    layout: Layout,
    words: Mapping[str, str],
    *,
    form: Mapping[str, str],
    conditions: Sequence[str],
) -> dict[str, Any]:
    """The layout with everything filled in, as the typesetter takes it."""
    known = {**words, **{OF_FORM + name: value for name, value in form.items()}}

    def said(text: str | None) -> str | None:
        return None if text is None else _WORD.sub(lambda one: known.get(one[1]) or NOTHING, text)

    def section(one: Section) -> dict[str, Any]:
        match one["kind"]:
            case "text":
                return {"kind": "text", "text": said(one["text"])}
            case "list":
                return _listed(said(one.get("heading")), [said(item) for item in one["items"]])
            case "conditions":
                return _listed(said(one.get("heading")), list(conditions))
            case "columns":
                sides = {side: [section(each) for each in one[side]] for side in ("left", "right")}
                return {"kind": "columns", **sides}
            case "form":
                rows = [(name.replace("_", " ").capitalize(), text) for name, text in form.items()]
                return _facts(said(one.get("heading")), rows)
            case _:
                given = [(said(row["label"]), said(row["value"])) for row in one["rows"]]
                return _facts(said(one.get("heading")), [row for row in given if row[1] != NOTHING])

    return {
        "title": said(layout.get("title")) or words["service"],
        "legal_basis": [said(one) for one in layout.get("legal_basis", ())],
        "opening": said(layout.get("opening")),
        "grant": said(layout.get("grant")),
        "sections": [section(one) for one in layout["sections"]],
        "copies": [said(one) for one in layout.get("copies", ())],
    }


def _listed(heading: str | None, items: Sequence[str | None]) -> dict[str, Any]:
    return {"kind": "list", "heading": heading if items else None, "items": list(items)}


def _facts(heading: str | None, rows: Sequence[tuple[str | None, str | None]]) -> dict[str, Any]:
    shown = [{"label": label, "value": value} for label, value in rows]
    return {"kind": "facts", "heading": heading if shown else None, "rows": shown}


def _flat(sections: Sequence[Section]) -> Iterator[Section]:
    for one in sections:
        yield one
        yield from _flat([*one.get("left", ()), *one.get("right", ())])


def _texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a tree, with where it stands."""
    match value:
        case str():
            yield pointer, value
        case Mapping():
            for name, one in value.items():
                if name != "kind":
                    yield from _texts(one, f"{pointer}/{name}")
        case list() | tuple():
            for place, one in enumerate(value):
                yield from _texts(one, f"{pointer}/{place}")
        case _:
            return
