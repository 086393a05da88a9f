"""What clients send, as API.md promises it. Forms are checked here, rules by the domain."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, SecretStr
from pydantic.config import JsonDict

from permit_service.application.validate_application import ValidationOutcome
from permit_service.application.verify_application import VerificationOutcome
from permit_service.domain.amendment import Amendment, Part
from permit_service.domain.applicant import Applicant, ApplicantKind, ContactChannel, Location
from permit_service.domain.decision import Correction
from permit_service.domain.petition import Changed, Purpose
from permit_service.domain.recommendation import Advice
from permit_service.domain.service import Intake, Mode
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.correction_shapes import CheckBody
from permit_service.entrypoints.api.words import (
    Address,
    Code,
    Email,
    Line,
    Nib,
    Phone,
    Prose,
    Tree,
    Written,
)


class ApplicantBody(Body):
    """A person's NIK and address are asked for at submission, where the service needs them. Mail
    and telephone may be missing of an applicant who is accompanied at the counter."""

    kind: ApplicantKind
    name: Line
    email: Email | None = None
    phone: Phone | None = None
    nik: Annotated[str, Field(max_length=16)] | None = None
    nib: Nib | None = None
    address: Address | None = None
    preferred_channel: ContactChannel = ContactChannel.MAIL

    def applicant(self) -> Applicant:
        """The domain's own."""
        return Applicant(**self.model_dump())


class LocationBody(Body):
    """The place of the activity."""

    address: Address | None = None
    district: Line | None = None
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None

    def location(self) -> Location:
        """The domain's own."""
        return Location(**self.model_dump())


_DRAFT: JsonDict = {
    "service_code": "REKLAME",
    "office_code": "81.02",
    "mode": "self_service",
    "applicant": {
        "kind": "organisation",
        "name": "CV Contoh",
        "email": "cv@contoh.example",
        "phone": "+62 811 0000 000",
        "nib": "9120001234567",
        "address": "Jalan Contoh 1",
    },
    "location": {"address": "Jalan Contoh 1", "district": "Kei Kecil"},
    "form": {},
    "declaration_accepted": True,
}


class DraftBody(Body):
    """`POST /v1/applications`. `licence_id` is the licence that is to be renewed, changed or
    replaced; a change names what it alters."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DRAFT]})

    service_code: Code
    office_code: Code
    mode: Mode
    intake: Intake | None = None
    applicant: ApplicantBody
    location: LocationBody | None = None
    form: Tree = Field(default_factory=dict)
    declaration_accepted: bool = False
    reference: Line | None = None
    metadata: Tree = Field(default_factory=dict)
    purpose: Purpose = Purpose.NEW
    licence_id: UUID | None = None
    changes: Annotated[tuple[Changed, ...], Field(max_length=len(Changed))] = ()


class ApplicantChanges(Body):
    """Members that are not named stay. Mail and telephone stay there of who applies alone."""

    kind: ApplicantKind = ApplicantKind.PERSON
    name: Line = ""
    email: Email | None = None
    phone: Phone | None = None
    nik: Annotated[str, Field(max_length=16)] | None = None
    nib: Nib | None = None
    address: Address | None = None
    preferred_channel: ContactChannel = ContactChannel.MAIL


_AMENDMENT: JsonDict = {
    "applicant": {"phone": "+62 811 0000 001"},
    "form": {"ukuran": "2 x 3 m"},
}


class AmendmentBody(Body):
    """`PATCH …/{id}`. Of `applicant` and `location` each member that is named is replaced, of the
    others the whole; `null` takes away what may be missing."""

    model_config = ConfigDict(json_schema_extra={"examples": [_AMENDMENT]})

    applicant: ApplicantChanges = Field(default_factory=ApplicantChanges)
    location: LocationBody | None = None
    form: Tree = Field(default_factory=dict)
    reference: Line | None = None
    metadata: Tree = Field(default_factory=dict)

    def amendment(self) -> Amendment:
        """What was named."""
        named = self.model_dump(exclude_unset=True)
        return {Part(name): value for name, value in named.items()}


class ClaimBody(Body):
    """`POST …/claim`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "…"}]})

    code: Annotated[str, Field(min_length=1, max_length=64)]


class SubmissionBody(Body):
    """`POST …/submission`; may be left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"declaration_accepted": True}]})

    declaration_accepted: bool = False


class CorrectionBody(Body):
    """A question about one requirement."""

    requirement_no: int
    question: Annotated[Prose, Field(min_length=1)]


class VerificationBody(Body):
    """`POST …/verification`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outcome": "complete", "notes": "", "corrections": []}]}
    )

    outcome: VerificationOutcome
    notes: Prose = ""
    legal_basis: Prose | None = None
    corrections: Annotated[tuple[CorrectionBody, ...], Field(max_length=100)] = ()
    checks: Annotated[tuple[CheckBody, ...], Field(max_length=100)] = ()
    answer_by: date | None = None

    def asked(self) -> tuple[Correction, ...]:
        """The domain's own."""
        return tuple(Correction(**one.model_dump()) for one in self.corrections)


class RecommendationBody(Body):
    """`POST …/recommendations/{agency}`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outcome": "approve", "conditions": [], "notes": ""}]}
    )

    outcome: Advice
    conditions: Annotated[tuple[Written, ...], Field(max_length=50)] = ()
    notes: Prose = ""


class ValidationBody(Body):
    """`POST …/validation`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"outcome": "valid", "notes": "", "valid_until": "2031-12-31"}]
        }
    )

    outcome: ValidationOutcome
    notes: Prose = ""
    valid_until: date | None = None


class SignatureBody(Body):
    """`POST …/signature`. The passphrase is no part of any fingerprint, log or answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"passphrase": "…"}]})

    passphrase: Annotated[SecretStr, Field(min_length=1, max_length=256)]
