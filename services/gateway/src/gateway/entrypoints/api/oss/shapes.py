"""What goes in and out at the doors of OSS, beside the routes."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from gateway.domain.oss.codes import Method
from gateway.domain.oss.record import RecordState
from shared.http import Answer

MAX_DEPTH = 12


class PiaAnswer(Answer):
    """`respon<method>` with `status` 1 (taken) or 2 (not taken) and `keterangan`, as the PIA has
    it; the answer to `checkKomitmen` says where the permit stands."""

    model_config = ConfigDict(extra="allow")


class OssRecordAnswer(Answer):
    """What OSS must be told, and how far that is. `held`: no connection is agreed on."""

    id: UUID
    state: RecordState | Literal["held"]
    method: Method
    code: str | None
    application_id: UUID | None
    licence_id: UUID | None
    occurred_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    failure: str | None
    answer_code: str | None
    settled_at: datetime | None
    entry_id: UUID | None


class OssRecordsPage(Answer):
    """A page of records."""

    items: list[OssRecordAnswer]
    next_cursor: str | None


class NibAnswer(Answer):
    """A NIB as OSS knows it; `status` as in events, None for a code that is in no list."""

    nib: str
    name: str
    status: str | None
    status_code: str


class ReferenceAnswer(Answer):
    """A row of a code list."""

    code: str
    text: str
    note: str


class ReferencesPage(Answer):
    """A code list of OSS, whole."""

    items: list[ReferenceAnswer]
    next_cursor: str | None


class InquiryAnswer(Answer):
    """Whether what OSS said was taken in."""

    nib: str
    is_taken: bool
    text: str


def is_shallow(found: Any) -> bool:
    """Whether it nests no deeper than a message of OSS does, without trusting the stack."""
    level = [found]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return not any(isinstance(one, dict | list) for one in level)
