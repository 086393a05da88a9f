"""What differs between two versions of a catalogue entry, place by place.

Requirements are compared by their number, so that one that is taken out does not make all that
follow look changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_ABSENT = object()
_BY_NUMBER = "no"


class ChangeKind(StrEnum):
    """How a place differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`pointer` is a place in the newer entry; of what was removed, in the older one."""

    pointer: str
    kind: ChangeKind
    before: Any = None
    after: Any = None


def changes_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The differences, sorted by their keys; none for equal entries."""
    return tuple(_changes(dict(before), dict(after), ""))


def _changes(before: Any, after: Any, pointer: str) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            place = f"{pointer}/{_escaped(key)}"
            yield from _compared(before.get(key, _ABSENT), after.get(key, _ABSENT), place)
    elif _is_numbered(before) and _is_numbered(after):
        yield from _numbered(before, after, pointer)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _compared(old, new, f"{pointer}/{index}")
    elif before != after or isinstance(before, bool) is not isinstance(after, bool):
        yield Change(pointer=pointer, kind=ChangeKind.CHANGED, before=before, after=after)


def _compared(before: Any, after: Any, pointer: str) -> Iterator[Change]:
    if before is _ABSENT:
        yield Change(pointer=pointer, kind=ChangeKind.ADDED, after=after)
    elif after is _ABSENT:
        yield Change(pointer=pointer, kind=ChangeKind.REMOVED, before=before)
    else:
        yield from _changes(before, after, pointer)


def _numbered(before: list[Any], after: list[Any], pointer: str) -> Iterator[Change]:
    old = {one[_BY_NUMBER]: (place, one) for place, one in enumerate(before)}
    new = {one[_BY_NUMBER]: (place, one) for place, one in enumerate(after)}
    for number in dict.fromkeys((*old, *new)):
        place = new[number][0] if number in new else old[number][0]
        was = old[number][1] if number in old else _ABSENT
        is_ = new[number][1] if number in new else _ABSENT
        yield from _compared(was, is_, f"{pointer}/{place}")


def _is_numbered(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and _BY_NUMBER in one for one in value)
    )


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
