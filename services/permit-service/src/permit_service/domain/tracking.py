"""What anybody who holds the receipt may see: the stages a to f of Ps 6(1), no personal data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from permit_service.domain.application import Application
from permit_service.domain.steps import Status


class StageState(StrEnum):
    """How far a stage is."""

    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage, with its names in both languages."""

    code: str
    label_id: str
    label_en: str
    started_at: datetime | None
    finished_at: datetime | None
    state: StageState


_LABELS = {
    "a": ("Penerimaan permohonan dan tanda terima", "Application received, receipt given"),
    "b": ("Verifikasi kelengkapan dan kesesuaian", "Completeness and conformity verified"),
    "c": ("Keputusan verifikasi (ditolak bila tidak sesuai)", "Decision (rejected if unlawful)"),
    "d": ("Validasi permohonan", "Application validated"),
    "e": ("Pemrosesan dan penerbitan dokumen", "Document processed and issued"),
    "f": ("Penyerahan dokumen kepada pemohon", "Document handed over"),
}

_CLOSED = frozenset({Status.REJECTED, Status.WITHDRAWN})


def stages(application: Application) -> tuple[Stage, ...]:
    """The six stages in their order."""
    stamps = application.stamps
    decided = stamps.verified_at or stamps.rejected_at
    times = {
        "a": (stamps.submitted_at, stamps.submitted_at),
        "b": (stamps.submitted_at, decided),
        "c": (decided, decided),
        "d": (stamps.verified_at, stamps.validated_at),
        "e": (stamps.validated_at, stamps.signed_at),
        "f": (stamps.signed_at, stamps.delivered_at),
    }
    is_closed = application.status in _CLOSED
    return tuple(
        _stage(code, started, finished, is_closed=is_closed)
        for code, (started, finished) in times.items()
    )


def _stage(
    code: str, started: datetime | None, finished: datetime | None, *, is_closed: bool
) -> Stage:
    state = StageState.WAITING
    if finished is not None:
        state = StageState.DONE
    elif started is not None and not is_closed:
        state = StageState.IN_PROGRESS
    label_id, label_en = _LABELS[code]
    return Stage(
        code=code,
        label_id=label_id,
        label_en=label_en,
        started_at=started,
        finished_at=finished,
        state=state,
    )
