"""Who may take a step on an application, said at its route: nobody learns of a request's shape
what they may not ask for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from permit_service.application.access import Right, require_applicant_side, require_reader
from permit_service.application.ports import Ports
from shared.errors import Forbidden
from shared.http import Door, by
from shared.identity import Caller, Role


@dataclass(frozen=True, slots=True)
class OfApplication:
    """Those to whom the application of the path exists and who have the right. The use case asks
    by itself, with the one reading that it makes; this asks where the request comes to none."""

    right: Right | None = None

    async def __call__(self) -> None:
        """Nothing is read before the use case."""

    async def judge(self, request: Request) -> None:
        """Raises Unauthenticated, NotFound, or what the right raises."""
        caller, ports, application_id = await Door()(request), _ports(request), _id_in(request)
        if application_id is None:
            return
        async with ports.read(caller) as reading:
            application = (await reading.dossier(application_id)).application
        require_reader(application, caller)
        if self.right is not None:
            self.right(application, caller)


@dataclass(frozen=True, slots=True)
class OwnAgency(Door):
    """An officer of the agency of the path."""

    roles: tuple[Role, ...] = (Role.AGENCY_OFFICER,)

    async def __call__(self, request: Request) -> Caller:
        """Raises Forbidden for another agency's officer."""
        caller = await Door.__call__(self, request)
        if caller.agency != request.path_params.get("agency"):
            raise Forbidden
        return caller


def with_right(right: Right) -> list[Any]:
    """`dependencies=` of a step for those who have the right."""
    return [Depends(OfApplication(right))]


def officers(*roles: Role) -> list[Any]:
    """`dependencies=` of a step for these roles."""
    return [*by(*roles), Depends(OfApplication())]


OF_APPLICANT = with_right(require_applicant_side)
OF_AGENCY = [Depends(OwnAgency()), Depends(OfApplication())]


def _ports(request: Request) -> Ports:
    ports: Ports = request.app.state.permits.ports
    return ports


def _id_in(request: Request) -> UUID | None:
    try:
        return UUID(request.path_params.get("application_id", ""))
    except ValueError:
        return None
