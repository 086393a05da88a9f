"""From rows to the domain's values and back. A row is a mapping; JSON columns come as text."""

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic_core import from_json as parsed

from permit_service.adapters.store.sealing import place_of, seal, split_place, unseal
from permit_service.domain.application import Application
from permit_service.domain.decision import Correction, Decision
from permit_service.domain.document import Document
from permit_service.domain.letter_layout import PaperEdition
from permit_service.domain.number_format import FormatEdition, FormatSource
from permit_service.domain.petition import Changed, Petition, Purpose
from permit_service.domain.recommendation import Recommendation, RecommendationState
from permit_service.domain.recommendation_rule import standard_of
from permit_service.domain.service import Channel, Intake, Mode
from permit_service.domain.service_clock import Moves
from permit_service.domain.service_time import ServiceTime
from permit_service.domain.stamps import Declaration, Stamps
from permit_service.domain.steps import Status
from permit_service.domain.survey import Gate, GateState
from shared.calendar.clock_moves import ClockEvent, ClockMove
from shared.database.keyring import Keyring
from shared.documents.scanning import ScanState


class Row(Protocol):
    """A row, read by the names of its columns."""

    def __getitem__(self, key: str, /) -> Any: ...


STAMPS = tuple(field.name for field in fields(Stamps))
SERVICE_TIME = tuple(field.name for field in fields(ServiceTime))


def from_json(value: Any) -> Any:
    """JSON columns arrive as text from a plain statement and decoded from a built one."""
    return parsed(value) if isinstance(value, str) else value


def application_of(row: Row, keyring: Keyring) -> Application:
    """A row of `application` with its `documents` and `recommendations` as JSON."""
    applicant, form = unseal(row, keyring)
    declaration = from_json(row["declaration"])
    return Application(
        id=row["id"],
        office_code=row["office_code"],
        owner=row["owner"],
        service_code=row["service_code"],
        service_version=row["service_version"],
        channel=Channel(row["channel"]),
        mode=Mode(row["mode"]),
        intake=Intake(row["intake"]),
        language=row["language"],
        applicant=applicant,
        gate=Gate(
            state=GateState(row["gate_state"]),
            source=row["gate_source"],
            verified=row["gate_verified"],
        ),
        created_at=row["created_at"],
        assisted_by=row["assisted_by"],
        location=place_of(from_json(row["location"]), row["place_sealed"], keyring),
        form=form,
        metadata=from_json(row["metadata"]),
        reference=row["reference"],
        declaration=None if declaration is None else _declaration(declaration),
        claim_hash=row["claim_hash"],
        status=Status(row["status"]),
        receipt_number=row["receipt_number"],
        stamps=Stamps(**{name: row[name] for name in STAMPS}),
        decision=_decision(from_json(row["decision"])),
        petition=_petition(row),
        valid_until=row["valid_until"],
        documents=tuple(document_of(one) for one in from_json(row["documents"])),
        recommendations=tuple(recommendation_of(one) for one in from_json(row["recommendations"])),
        clock=_clock(from_json(row["clock"])),
        due_on=row["due_on"],
        service_time=ServiceTime(**{name: row[name] for name in SERVICE_TIME}),
        draft_sha256=row["draft_sha256"],
        paper=paper_of(row["paper"]),
        anonymised_at=row["anonymised_at"],
        version=row["version"],
    )


def columns_of(application: Application, keyring: Keyring) -> dict[str, Any]:
    """Every column of a new row; JSON columns as values."""
    return (
        {
            "id": application.id,
            "office_code": application.office_code,
            "service_code": application.service_code,
            "service_version": application.service_version,
            "channel": application.channel.value,
            "mode": application.mode.value,
            "intake": application.intake.value,
            "language": application.language,
            "gate_state": application.gate.state.value,
            "gate_source": application.gate.source,
            "gate_verified": application.gate.verified,
            "assisted_by": application.assisted_by,
            "created_at": application.created_at,
            "purpose": application.petition.purpose.value,
            "former_licence_id": application.petition.licence_id,
            "changes": [one.value for one in application.petition.changes],
            "version": application.version,
        }
        | amendable_columns_of(application, keyring)
        | changing_columns_of(application)
    )


def amendable_columns_of(application: Application, keyring: Keyring) -> dict[str, Any]:
    """What the applicant wrote down: sealed, with its indexes, and beside it what is not sealed."""
    contact = seal(application.applicant, dict(application.form), keyring)
    district, place = split_place(application.location, keyring)
    return {
        "location": district,
        "place_sealed": place,
        "metadata": dict(application.metadata),
        "reference": application.reference,
    } | asdict(contact)


def changing_columns_of(application: Application) -> dict[str, Any]:
    """The columns that a step may change."""
    return {
        "owner": application.owner,
        "status": application.status.value,
        "receipt_number": application.receipt_number,
        "declaration": declaration_json(application.declaration),
        "claim_hash": application.claim_hash,
        "decision": asdict(application.decision),
        "valid_until": application.valid_until,
        "clock": clock_json(application.clock),
        "due_on": application.due_on,
        "draft_sha256": application.draft_sha256,
        "paper": None if application.paper is None else asdict(application.paper),
        "anonymised_at": application.anonymised_at,
        **{name: getattr(application.service_time, name) for name in SERVICE_TIME},
        **{name: getattr(application.stamps, name) for name in STAMPS},
    }


def paper_of(stored: Any) -> PaperEdition | None:
    """What a document was set on, from JSON."""
    value = from_json(stored)
    return None if value is None else PaperEdition(**value)


def number_format_of(stored: Any) -> FormatEdition | None:
    """How a number was written, from JSON."""
    value = from_json(stored)
    if value is None:
        return None
    return FormatEdition(**value | {"source": FormatSource(value["source"])})


def document_of(row: Row) -> Document:
    """A row of `document`, also from JSON."""
    scanned_at = row["scanned_at"]
    return Document(
        id=UUID(str(row["id"])),
        requirement_no=row["requirement_no"],
        media_type=row["media_type"],
        size=row["size"],
        sha256=row["sha256"],
        storage_key=row["storage_key"],
        scan_state=ScanState(row["scan_state"]),
        uploaded_by=row["uploaded_by"],
        uploaded_at=instant(row["uploaded_at"]),
        scanned_at=None if scanned_at is None else instant(scanned_at),
    )


def recommendation_of(row: Row) -> Recommendation:
    """A row of `recommendation`, also from JSON."""
    given_at, reminded_at = row["given_at"], row["reminded_at"]
    service_time = from_json(row["service_time"])
    return Recommendation(
        agency=row["agency"],
        state=RecommendationState(row["state"]),
        asked_at=instant(row["asked_at"]),
        given_at=None if given_at is None else instant(given_at),
        given_by=row["given_by"],
        conditions=tuple(row["conditions"]),
        notes=row["notes"],
        due_on=_day(row["due_on"]),
        remind_on=_day(row["remind_on"]),
        reminded_at=None if reminded_at is None else instant(reminded_at),
        service_time=None if service_time is None else standard_of(service_time),
        sop_version=row["sop_version"],
        sop_number=row["sop_number"],
    )


def clock_json(moves: Moves) -> list[dict[str, Any]]:
    """The moves of the legal clock as they are stored."""
    return [
        {
            "move": one.move.value,
            "at": one.at.isoformat(),
            "reason": one.reason,
            "notes": one.notes,
        }
        for one in moves
    ]


def _clock(stored: list[dict[str, Any]]) -> Moves:
    return tuple(
        ClockEvent(
            move=ClockMove(one["move"]),
            at=instant(one["at"]),
            reason=one["reason"],
            notes=one.get("notes", ""),
        )
        for one in stored
    )


def instant(value: Any) -> datetime:
    """A moment, also from JSON."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _petition(row: Row) -> Petition:
    return Petition(
        purpose=Purpose(row["purpose"]),
        licence_id=row["former_licence_id"],
        changes=tuple(Changed(one) for one in row["changes"]),
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _decision(stored: dict[str, Any]) -> Decision:
    return Decision(
        notes=stored.get("notes", ""),
        legal_basis=stored.get("legal_basis"),
        corrections=tuple(Correction(**one) for one in stored.get("corrections", ())),
        letter_number=stored.get("letter_number"),
    )


def _declaration(stored: dict[str, Any]) -> Declaration:
    return Declaration(
        text_version=stored["text_version"],
        accepted_by=stored["accepted_by"],
        accepted_at=instant(stored["accepted_at"]),
    )


def declaration_json(declaration: Declaration | None) -> dict[str, Any] | None:
    """A declaration as it is stored."""
    if declaration is None:
        return None
    return {
        "text_version": declaration.text_version,
        "accepted_by": declaration.accepted_by,
        "accepted_at": declaration.accepted_at.isoformat(),
    }
