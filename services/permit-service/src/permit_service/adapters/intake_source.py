"""The gateway, asked for what an outside system handed over. What it says is checked again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from permit_service.domain.applicant import Applicant, ApplicantKind, Location
from permit_service.domain.outside_intake import HandedOver
from shared.errors import InvalidRequest, Unavailable
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

GATEWAY = "gateway"
NAME = "permit"


class _Told(BaseModel):
    # A refusal to parse must not carry the input into a log.
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Applicant(_Told):
    kind: ApplicantKind
    name: str
    email: str | None = None
    phone: str | None = None
    nib: str | None = None
    address: str | None = None


class _HandedOver(_Told):
    submitted_at: AwareDatetime
    applicant: _Applicant
    location_address: str | None = None


class GatewayIntakes:
    """The `IntakeSource` port on the gateway's app."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens) -> None:
        self._services = services
        self._tokens = tokens

    async def handed_over(self, intake_id: UUID, *, office_code: str) -> HandedOver:
        """Raises NotFound, Unavailable, InvalidRequest."""
        # Looked up when it is needed: a host may build its door last.
        gateway = self._services.get(GATEWAY)
        if gateway is None:
            raise Unavailable
        token = self._tokens.issue(NAME, GATEWAY)
        path, query = f"/internal/intakes/{intake_id}", {"office_code": office_code}
        answer = await call(gateway, "GET", path, token=token, query=query)
        return _read(answer.require())


def _read(said: Any) -> HandedOver:
    try:
        told = _HandedOver.model_validate(said)
    except ValidationError:
        raise InvalidRequest from None
    place = told.location_address
    return HandedOver(
        submitted_at=told.submitted_at,
        applicant=Applicant(**told.applicant.model_dump()),
        location=None if place is None else Location(address=place),
    )
