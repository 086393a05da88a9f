"""An entry of the register in the words of the office's own table (source 002, 2.3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from inspection_service.domain.complaint import (
    ActionKind,
    Complaint,
    ComplaintStatus,
    Outcome,
    RegisterKind,
)
from inspection_service.domain.complaint_listing import RegisterLine
from shared.calendar.written import long_date

WITHHELD = "identitas dirahasiakan"
_KINDS: Mapping[RegisterKind, str] = MappingProxyType(
    {RegisterKind.COMPLAINT: "Pengaduan", RegisterKind.CONSULTATION: "Konsultasi"}
)
_ACTIONS: Mapping[ActionKind, str] = MappingProxyType(
    {
        ActionKind.TRACING: "Penelusuran",
        ActionKind.ASSISTANCE: "Asistensi",
        ActionKind.ADVICE: "Saran",
        ActionKind.AGENCY_MEETING: "Rapat OPD teknis",
        ActionKind.CLARIFICATION: "Klarifikasi",
        ActionKind.NOTE: "Catatan",
    }
)
_STATUSES: Mapping[ComplaintStatus, str] = MappingProxyType(
    {
        ComplaintStatus.RECEIVED: "Diterima",
        ComplaintStatus.IN_PROGRESS: "Masih dalam proses",
        ComplaintStatus.AWAITING_COMPLAINANT: "Masih menunggu pelapor",
        ComplaintStatus.AWAITING_BUSINESS: "Masih menunggu pelaku usaha",
        ComplaintStatus.RESOLVED: "Selesai",
        ComplaintStatus.REJECTED: "Ditolak",
    }
)
_OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.ANSWERED: "Dijawab",
        Outcome.GUIDANCE: "Pembinaan",
        Outcome.SANCTION: "Sanksi",
        Outcome.NO_MEASURE: "Tanpa tindakan",
        Outcome.REJECTED: "Ditolak",
    }
)


def register_row(line: RegisterLine, zone: ZoneInfo) -> tuple[str, ...]:
    """Business, complainant, moment, matter, what was done, and status, as they are printed."""
    one = line.complaint
    name = (one.story.complainant.name or "") if line.shows_complainant else WITHHELD
    carried = "; dibawa dari periode sebelumnya" if line.is_carried_over else ""
    return (
        "\n".join(party.name for party in one.story.businesses) or ", ".join(one.subject_refs),
        name,
        f"{_day(one.filed_at, zone)}, {one.filed_at.astimezone(zone):%H.%M} ({one.number})",
        f"{_KINDS[one.kind]}: {one.story.description}",
        "\n".join(_steps(one, zone)),
        f"{_STATUSES[one.status]}{carried}",
    )


def _steps(one: Complaint, zone: ZoneInfo) -> Iterable[str]:
    """Everything that was done, in its order, and how it ended."""
    for place, taken in enumerate(one.actions, start=1):
        with_whom = f" ({', '.join(taken.agencies)})" if taken.agencies else ""
        yield f"{place}. {_ACTIONS[taken.kind]}{with_whom}, {_day(taken.at, zone)}: {taken.notes}"
    if one.verification is not None:
        proven = "terbukti" if one.verification.proven else "tidak terbukti"
        yield f"Verifikasi, {_day(one.verification.at, zone)}: {proven}. {one.verification.notes}"
    if one.resolution is not None:
        outcome = _OUTCOMES[one.resolution.outcome]
        yield f"{outcome}, {_day(one.resolution.at, zone)}: {one.resolution.reason}"


def _day(at: datetime, zone: ZoneInfo) -> str:
    return long_date(at.astimezone(zone).date())
