"""Facts of other services as tests tell them, and people of an office."""

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from shared.contracts.event import Event
from shared.contracts.gateway import OfficeChangedV1
from shared.contracts.inspection import (
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
    Step,
)
from shared.contracts.survey import InvitationOpenedV1, SurveyCompletedV1
from shared.identity import Caller, Role
from shared.messaging.contract import Message

OFFICE = "81.02"
NIB = "1234567890123"


def person(
    role: Role, *, office: str = OFFICE, agency: str | None = None, name: str = ""
) -> Caller:
    """Always the same account for a role, office, agency and name."""
    word = f"{role} {office} {agency} {name}"
    is_applicant = role is Role.APPLICANT
    return Caller(
        actor=str(uuid5(NAMESPACE_OID, word)),
        roles=frozenset({role}),
        offices=() if is_applicant else (office,),
        agency=agency,
        username=f"{role}.{office.replace('.', '')}{name}",
    )


def office_changed(
    code: str = OFFICE,
    *,
    time_zone: str = "Asia/Jayapura",
    gate: str = "required",
    gate_from: date | None = None,
    requires_answered_corrections: bool = False,
    version: int = 1,
) -> OfficeChangedV1:
    """The gateway tells of an office."""
    return OfficeChangedV1.model_validate(
        {
            "office_code": code,
            "office_id": uuid5(NAMESPACE_OID, code),
            "name": f"DPMPTSP {code}",
            "regency": "Kabupaten Maluku Tenggara",
            "time_zone": time_zone,
            "survey_gate": gate,
            "survey_gate_source": "Perbup Maluku Tenggara 23/2021 Ps 7(3)",
            "survey_gate_from": gate_from,
            "requires_answered_corrections": requires_answered_corrections,
            "number_code": "DPMPTSP",
            "settings_version": version,
        }
    )


def invitation_opened(application_id: UUID, at: datetime) -> InvitationOpenedV1:
    """The survey service opened an invitation."""
    return InvitationOpenedV1(
        office_code=OFFICE,
        application_id=application_id,
        invitation_id=uuid5(NAMESPACE_OID, f"invitation {application_id}"),
        opened_at=at,
        expires_at=at + timedelta(days=30),
    )


def survey_completed(application_id: UUID, at: datetime) -> SurveyCompletedV1:
    """The survey service has the answer."""
    return SurveyCompletedV1(
        office_code=OFFICE, application_id=application_id, completed_at=at, collection_mode="gate"
    )


def sanction_imposed(
    licence_id: UUID, at: datetime, *, step: Step = "suspension", sanction_id: UUID | None = None
) -> SanctionImposedV1:
    """The Head of supervision imposed a sanction."""
    return SanctionImposedV1(
        office_code=OFFICE,
        sanction_id=sanction_id or uuid4(),
        violation_id=uuid4(),
        business_id=uuid5(NAMESPACE_OID, NIB),
        nib=NIB,
        step=step,
        licence_ids=(licence_id,),
        imposed_at=at,
    )


def sanction_escalated(
    imposed: SanctionImposedV1, at: datetime, *, step: Step = "licence_revocation"
) -> SanctionEscalatedV1:
    """The next rung."""
    return SanctionEscalatedV1(
        office_code=imposed.office_code,
        sanction_id=imposed.sanction_id,
        violation_id=imposed.violation_id,
        business_id=imposed.business_id,
        nib=imposed.nib,
        step=step,
        licence_ids=imposed.licence_ids,
        escalated_at=at,
    )


def sanction_lifted(imposed: SanctionImposedV1, at: datetime) -> SanctionLiftedV1:
    """The sanction was lifted."""
    return SanctionLiftedV1(
        office_code=imposed.office_code,
        sanction_id=imposed.sanction_id,
        violation_id=imposed.violation_id,
        business_id=imposed.business_id,
        nib=imposed.nib,
        licence_ids=imposed.licence_ids,
        lifted_at=at,
    )


def message_of(event: Event, *, at: datetime, sequence: int = 1) -> Message:
    """A fact as it travels."""
    return Message(
        id=uuid4(),
        type=event.type,
        version=event.version,
        office=event.office_code,
        subject_type=event.subject_type,
        subject=event.subject,
        sequence=sequence,
        key=event.key,
        key_sequence=sequence,
        occurred_at=at,
        data=event.model_dump_json(),
    )
