"""Applications and licences as OSS is told of them, asked of the permit service."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from gateway.adapters.permit_calls import PermitService
from gateway.application.oss.intake_ports import LicenceCase, OssCase
from gateway.domain.oss.permit import permit_of
from shared.errors import NotFound
from shared.module import ASGIApp
from shared.tokens import SystemTokens

_ACTING = {"plt": "Plt.", "plh": "Plh."}


class _Answer(BaseModel):
    # A refusal to parse must not carry the input into a log.
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class _Licence(_Answer):
    id: UUID
    number: str
    status: str
    issued_on: date
    valid_until: date | None = None
    signed_by: str | None = None
    signer_nip: str | None = None
    acting_as: str | None = None
    link: str | None = None


class _Case(_Answer):
    application_id: UUID | None = None
    nib: str | None = None
    oss: dict[str, str] = {}
    status: str | None = None
    licence: _Licence | None = None


class ServicePermitDesk:
    """The `PermitDesk` port on the permit service's app."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens) -> None:
        self._permit = PermitService(services, tokens)

    async def case_of_application(self, application_id: UUID, *, office_code: str) -> OssCase:
        """See the port; an answer of another shape is as good as none."""
        case = await self._ask(f"/internal/applications/{application_id}/oss", office_code)
        if case is None:
            raise NotFound
        return case

    async def case_of_licence(self, licence_id: UUID, *, office_code: str) -> OssCase | None:
        """See the port."""
        return await self._ask(f"/internal/licences/{licence_id}/oss", office_code)

    async def _ask(self, path: str, office_code: str) -> OssCase | None:
        return _case(await self._permit.get(path, _Case, office_code=office_code))


def _case(found: _Case) -> OssCase | None:
    if found.application_id is None:
        return None
    return OssCase(
        application_id=found.application_id,
        permit=permit_of(found.oss, nib=found.nib),
        status=found.status or "",
        licence=_licence(found.licence) if found.licence else None,
    )


def _licence(found: _Licence) -> LicenceCase:
    return LicenceCase(
        id=found.id,
        number=found.number,
        status=found.status,
        issued_on=found.issued_on,
        valid_until=found.valid_until,
        signed_by=found.signed_by or "",
        signer_nip=found.signer_nip or "",
        acting_as=_ACTING.get(found.acting_as or "", ""),
        link=found.link or "",
    )
