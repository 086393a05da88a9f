"""What other services know, asked over their internal routes with a service's own token."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from inspection_service.application.facts import (
    HolderAnswer,
    RegistrationAnswer,
)
from inspection_service.domain.business import Location, Risk, Scale
from inspection_service.domain.oss_project import OssProject
from shared.errors import NotFound
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

NAME = "inspection"
PERMIT = "permit"
GATEWAY = "gateway"


class _Place(BaseModel):
    model_config = ConfigDict(extra="ignore")

    address: str | None = None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class _LicenceAnswer(BaseModel):
    """The part of a licence that supervision reads."""

    model_config = ConfigDict(extra="ignore")

    holder_name: str | None = None
    address: str | None = None
    location: _Place | None = None


class _Project(BaseModel):
    """A project as OSS told it; one without place or known risk stays where it stands."""

    model_config = ConfigDict(extra="ignore")

    id: str
    kbli: str
    risk: Risk | None = None
    places: tuple[_Place, ...] = ()


class _RegistrationAnswer(BaseModel):
    """The part of a NIB that supervision reads."""

    model_config = ConfigDict(extra="ignore")

    name: str | None = None
    scale: Scale | None = None
    projects: tuple[_Project, ...] = ()


class ServiceSiblings:
    """The `Siblings` port on the other services' apps."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens) -> None:
        self._services = services
        self._tokens = tokens

    async def holder(self, licence_id: UUID) -> HolderAnswer | None:
        """Who holds a licence, and where; None when the permit service does not know it (yet).

        Raises Unavailable when it does not answer.
        """
        permit = self._services.get(PERMIT)
        if permit is None:
            return None
        answer = await call(
            permit,
            "GET",
            f"/internal/licences/{licence_id}",
            token=self._tokens.issue(NAME, PERMIT),
        )
        try:
            return _holder_of(licence_id, answer.require())
        except NotFound:
            return None

    async def registration(self, office_code: str, nib: str) -> RegistrationAnswer | None:
        """What OSS told of a NIB; None when the gateway does not know it (yet). Where there is no
        gateway there is nothing to add.

        Raises Unavailable when it does not answer.
        """
        gateway = self._services.get(GATEWAY)
        if gateway is None:
            return RegistrationAnswer(name=None)
        answer = await call(
            gateway,
            "GET",
            f"/internal/oss/businesses/{nib}",
            token=self._tokens.issue(NAME, GATEWAY),
            query={"office_code": office_code},
        )
        try:
            return _registration_of(nib, answer.require())
        except NotFound:
            return None


def _registration_of(nib: str, json: Any) -> RegistrationAnswer:
    found = _RegistrationAnswer.model_validate(json)
    projects = [
        OssProject(
            project_id=one.id,
            nib=nib,
            name=found.name or "",
            risk=one.risk,
            scale=found.scale,
            kbli=one.kbli,
            address=place.address,
            district=place.district,
            latitude=place.latitude,
            longitude=place.longitude,
        )
        for one in found.projects
        for place in one.places[:1]
        if one.risk is not None and place.address and found.name
    ]
    return RegistrationAnswer(name=found.name, projects=tuple(projects))


def _holder_of(licence_id: UUID, json: Any) -> HolderAnswer:
    found = _LicenceAnswer.model_validate(json)
    place = found.location or _Place()
    # Where the activity takes place; an applicant's own address where no place was given.
    address = place.address or found.address
    # Its id is given when it is placed at the business: it follows from the address.
    location = Location(
        id=licence_id,
        address=address,
        district=place.district,
        latitude=place.latitude,
        longitude=place.longitude,
    )
    return HolderAnswer(name=found.holder_name, location=location if address else None)
