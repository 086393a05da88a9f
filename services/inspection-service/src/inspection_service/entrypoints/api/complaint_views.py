"""An entry of the register as a caller sees it; the grounds in words of both languages."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from inspection_service.application.read_complaints import SeenComplaint
from inspection_service.domain.complaint import Complaint, Ground
from shared.http import Representation

GROUND_WORDS: Mapping[Ground, Mapping[str, str]] = MappingProxyType(
    {
        Ground.LICENSING: {
            "id": "Pelaksanaan perizinan berusaha berbasis risiko",
            "en": "Conduct of risk-based licensing",
        },
        Ground.STANDARDS: {
            "id": "Kegiatan usaha tidak sesuai standar dan ketentuan",
            "en": "Activity not according to standards and legislation",
        },
        Ground.SUPERVISION: {
            "id": "Kegiatan pengawasan tidak sesuai ketentuan",
            "en": "Supervision not according to legislation",
        },
        Ground.SYSTEM_MISUSE: {
            "id": "Penyalahgunaan penggunaan Sistem OSS",
            "en": "Misuse of the OSS system",
        },
    }
)


def complaint_view(complaint: Complaint, *, shows_complainant: bool) -> dict[str, Any]:
    """The entry; without its complainant for those it is about."""
    story, verified, ended = complaint.story, complaint.verification, complaint.resolution
    view: dict[str, Any] = {
        "number": complaint.number,
        "office_code": complaint.office_code,
        "external_reference": complaint.external_reference,
        "kind": complaint.kind,
        "channel": complaint.channel,
        "subject": complaint.subject,
        "subject_refs": complaint.subject_refs,
        "ground": complaint.ground,
        "ground_label": complaint.ground and GROUND_WORDS[complaint.ground],
        "businesses": [asdict(one) for one in story.businesses],
        "description": story.description,
        "evidence": story.evidence,
        "evidence_to_follow": complaint.evidence_to_follow,
        "identity_withheld": complaint.identity_withheld,
        "status": complaint.status,
        "filed_at": complaint.filed_at,
        "actions_taken": [
            {"kind": one.kind, "notes": one.notes, "agencies": one.agencies, "at": one.at}
            for one in complaint.actions
        ],
        "verification": verified
        and {
            "proven": verified.proven,
            "notes": verified.notes,
            "at": verified.at,
            "violation_id": verified.violation_id,
        },
        "resolution": ended and {"outcome": ended.outcome, "reason": ended.reason, "at": ended.at},
        "unblocking_request": complaint.unblocking
        and {
            "letter_number": complaint.unblocking.letter_number,
            "at": complaint.unblocking.at,
        },
    }
    if shows_complainant:
        told = story.complainant
        view["complainant"] = {
            "kind": told.kind,
            "name": told.name,
            "email": told.email,
            "phone": told.phone,
            "oss_access": told.oss_access,
        }
    return view


def seen_view(seen: SeenComplaint) -> dict[str, Any]:
    """The entry for who asked."""
    return complaint_view(seen.complaint, shows_complainant=seen.shows_complainant)


def listed_view(seen: SeenComplaint) -> dict[str, Any]:
    """A line of the register: neither who complained nor how to reach them, nor what was told,
    since people name themselves and others in it. The entry itself shows it, on record."""
    view = seen_view(seen)
    if not seen.is_own:
        view |= {"businesses": [], "description": None, "evidence": [], "actions_taken": []}
    if seen.shows_complainant:
        view["complainant"] = {"kind": seen.complaint.story.complainant.kind}
    return view


def seen_answer(seen: SeenComplaint) -> Representation:
    """The entry with its version."""
    return Representation(body=seen_view(seen), version=seen.complaint.version)


def office_answer(complaint: Complaint) -> Representation:
    """The entry for those who handle it."""
    return Representation(
        body=complaint_view(complaint, shows_complainant=True),
        version=complaint.version,
        location=f"/v1/complaints/{complaint.number}",
    )


def filed_answer(complaint: Complaint) -> Representation:
    """The number under which it is followed."""
    return Representation(
        body={"number": complaint.number, "status": complaint.status},
        version=complaint.version,
        location=f"/v1/complaints/{complaint.number}",
    )
