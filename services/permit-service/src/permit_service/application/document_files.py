"""Where a document's file lies. Keys are ours, never what a user named a file.

What is not released lies in quarantine, under a prefix of its own.
"""

from uuid import UUID

from permit_service.domain.document import ScanState

_RELEASED, _QUARANTINE = "documents", "quarantine"


def document_key(
    state: ScanState, *, office_code: str, application_id: UUID, document_id: UUID
) -> str:
    """The key of a document in that state."""
    place = _RELEASED if state.is_released else _QUARANTINE
    return f"{place}/{office_code}/{application_id}/{document_id}"
