"""What other services know, asked over their internal routes with a service's own token."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from inspection_service.application.facts import (
    HolderAnswer,
)
from inspection_service.domain.business import Location
from shared.errors import NotFound
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

NAME = "inspection"
PERMIT = "permit"


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
