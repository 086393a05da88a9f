"""What callers are shown of an application, as API.md promises it.

The applicant's contact is shown to the owner and to those who decide; others see the name alone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from permit_service.application.access import actions, is_owner
from permit_service.application.dossier import Dossier
from permit_service.application.listing import TimelineEvent
from permit_service.application.read_applications import sees_contact
from permit_service.domain.applicant import masked_number
from permit_service.domain.counter import OriginalSeen
from permit_service.domain.document import Document, standing
from permit_service.domain.step_claim import StepClaim
from permit_service.domain.survey import SurveyState
from permit_service.domain.tracking import Stage, stages
from permit_service.entrypoints.api.clock_views import short_clock
from permit_service.entrypoints.api.context import ENGLISH, Api
from permit_service.entrypoints.api.correction_shapes import checks_body, open_round_body
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.recommendation_views import recommendation_body
from permit_service.entrypoints.api.retribution_shapes import proofs_body, retribution_body
from permit_service.entrypoints.api.visit_shapes import visits_body
from shared.http import Representation
from shared.identity import Caller

_LINKED = frozenset({SurveyState.OPEN, SurveyState.COMPLETED})


def application_view(dossier: Dossier, caller: Caller, api: Api) -> Representation:
    """The resource `/v1/applications/{id}`."""
    application = dossier.application
    body: dict[str, Any] = {
        "id": application.id,
        "office_code": application.office_code,
        "service_code": application.service_code,
        "service_name": dossier.service.name,
        "service_version": application.service_version,
        "channel": application.channel,
        "mode": application.mode,
        "intake": application.intake,
        "status": application.status,
        "receipt_number": application.receipt_number,
        "reference": application.reference,
        "metadata": application.metadata,
        **members(application.petition),
        "applicant": _applicant(dossier, caller),
        "location": members(application.location) if application.location else None,
        "form": application.form if sees_contact(dossier, caller) else {},
        "declaration_accepted": application.declaration is not None,
        "declaration": members(application.declaration) if application.declaration else None,
        "assisted_by": application.assisted_by,
        "clock": short_clock(dossier),
        "survey": _survey(dossier, caller, api),
        "recommendations": [
            recommendation_body(one, dossier) for one in application.recommendations
        ],
        "documents": document_bodies(application.documents),
        **members(application.decision)
        | {"corrections": [members(one) for one in application.decision.corrections]},
        "correction_round": open_round_body(dossier, caller),
        "checks": checks_body(dossier),
        "retribution": retribution_body(dossier, caller),
        "pnbp_proofs": proofs_body(dossier, caller),
        "site_visits": visits_body(dossier, caller),
        "licence": _licence(dossier),
        "valid_until": application.valid_until,
        "draft_sha256": application.draft_sha256,
        "paper": application.paper and members(application.paper),
        "originals": [_original(one, caller) for one in dossier.originals],
        "assignments": assignments(dossier.claims, now=dossier.now),
        "created_at": application.created_at,
        "anonymised_at": application.anonymised_at,
        **_stamps(dossier, caller),
        "actions": actions(dossier, caller),
        "version": application.version,
    }
    return Representation(
        body=body,
        version=application.version,
        location=f"/v1/applications/{application.id}",
    )


def _applicant(dossier: Dossier, caller: Caller) -> dict[str, Any]:
    applicant = dossier.application.applicant
    shown = {"kind": applicant.kind, "name": applicant.name, "nib": applicant.nib}
    if not sees_contact(dossier, caller):
        return shown
    nik = applicant.nik
    masked = nik if nik is None or is_owner(dossier.application, caller) else masked_number(nik)
    return shown | {
        "email": applicant.email,
        "phone": applicant.phone,
        "nik": masked,
        "address": applicant.address,
        "preferred_channel": applicant.preferred_channel,
        "warnings": applicant.warnings,
    }


def assignments(claims: Iterable[StepClaim], *, now: datetime) -> list[dict[str, Any]]:
    """Who holds which step, and until when; a claim whose time is over holds nothing."""
    return [
        {
            "step": one.task.name,
            "holder": one.holder_name,
            "claimed_at": one.claimed_at,
            "expires_at": one.expires_at,
        }
        for one in claims
        if one.is_live(now)
    ]


def _original(one: OriginalSeen, caller: Caller) -> dict[str, Any]:
    """Who saw it, for staff alone."""
    body = members(one)
    if not caller.is_staff:
        del body["seen_by"]
    return body


def _survey(dossier: Dossier, caller: Caller, api: Api) -> dict[str, Any]:
    state, invitation = dossier.survey_state, dossier.survey.invitation_id
    may_open = is_owner(dossier.application, caller) or caller.is_staff
    url = None
    if state in _LINKED and invitation is not None and may_open:
        url = api.links.survey(api.ports.secrets.survey_token(invitation))
    gate = dossier.application.gate
    return {
        "state": state,
        "url": url,
        "gate": {"state": gate.state, "source": gate.source, "verified": gate.verified},
    }


def _licence(dossier: Dossier) -> dict[str, Any] | None:
    licence = dossier.licence
    if licence is None:
        return None
    token = licence.verification_token
    return {"id": licence.id, "number": licence.number, "verification_token": token}


def _stamps(dossier: Dossier, caller: Caller) -> dict[str, Any]:
    """When each step was taken; by whom, for staff alone."""
    stamps = members(dossier.application.stamps)
    if caller.is_staff:
        return stamps
    return {name: value for name, value in stamps.items() if not name.endswith("_by")}


def document_bodies(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Every document, in the order of their coming."""
    counting = {one.id for one in standing(documents)}
    return [document_body(one, counts=one.id in counting) for one in documents]


def document_body(document: Document, *, counts: bool) -> dict[str, Any]:
    """A document without where it lies."""
    return {
        "id": document.id,
        "requirement_no": document.requirement_no,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "scan_state": document.scan_state,
        "scanned_at": document.scanned_at,
        "uploaded_by": document.uploaded_by,
        "uploaded_at": document.uploaded_at,
        "counts": counts,
    }


def event_body(event: TimelineEvent, caller: Caller) -> dict[str, Any]:
    """One line of the history; who acted, for staff alone."""
    body = members(event)
    if not caller.is_staff:
        del body["actor"]
    return body


def tracking_body(dossier: Dossier, language: str) -> dict[str, Any]:
    """What the holder of a receipt sees: no personal data."""
    application = dossier.application
    return {
        "receipt_number": application.receipt_number,
        "office_code": application.office_code,
        "service_code": application.service_code,
        "service_name": dossier.service.name,
        "status": application.status,
        "deemed_approved_on": application.service_time.deemed_approved_on,
        "stages": [_stage(one, language) for one in stages(application)],
    }


def _stage(stage: Stage, language: str) -> dict[str, Any]:
    return {
        "code": stage.code,
        "label": stage.label_en if language == ENGLISH else stage.label_id,
        "labels": {"id": stage.label_id, "en": stage.label_en},
        "state": stage.state,
        "started_at": stage.started_at,
        "finished_at": stage.finished_at,
    }
