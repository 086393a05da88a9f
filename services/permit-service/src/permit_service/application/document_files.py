"""Where a file lies that was handed in. Keys are ours, never what a user named a file.

What is not released lies in quarantine, under a prefix of its own.
"""

from uuid import UUID

from shared.documents.scanning import ScanState

_RELEASED, _QUARANTINE, _PHOTOS = "documents", "quarantine", "visits"


def document_key(
    state: ScanState, *, office_code: str, application_id: UUID, document_id: UUID
) -> str:
    """The key of a document in that state."""
    place = _RELEASED if state.is_released else _QUARANTINE
    return f"{place}/{office_code}/{application_id}/{document_id}"


def photo_key(state: ScanState, *, office_code: str, visit_id: UUID, photo_id: UUID) -> str:
    """The key of a picture of a visit in that state."""
    if state.is_released:
        return f"{_PHOTOS}/{visit_id}/{photo_id}"
    return f"{_QUARANTINE}/{office_code}/{_PHOTOS}/{visit_id}/{photo_id}"


def is_in_quarantine(key: str) -> bool:
    """Whether what lies there is not released."""
    return key.startswith(f"{_QUARANTINE}/")
