"""A service standard (SPP) or an operating procedure (SOP), as a catalogue entry names it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

IN_FORCE = "in_force"


class DocumentState(StrEnum):
    """`approved` is in force today; one that begins later is drafted until then."""

    NONE = "none"
    DRAFTED = "drafted"
    APPROVED = "approved"


def state_of(document: Mapping[str, Any] | None, *, on: date) -> DocumentState:
    """How far it is on a day."""
    if not document:
        return DocumentState.NONE
    since = document.get("in_force_from")
    is_in_force = document["state"] == IN_FORCE and since and date.fromisoformat(since) <= on
    return DocumentState.APPROVED if is_in_force else DocumentState.DRAFTED
