"""What an office keeps for its reports: legal bases, targets of the work plan, trainings.

Each list is read and written whole, and a change names the version it was made from.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from reporting_service.application.office_lists import (
    KeepList,
    keep_list,
    read_legal_bases,
    read_list,
)
from reporting_service.application.ports import Ports
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.legal_basis import LegalBasis
from reporting_service.domain.office_list import Kept
from reporting_service.domain.training import ROLES, Training
from reporting_service.domain.work_plan import Target
from reporting_service.entrypoints.api.bodies import Name, Sentence, own_office
from reporting_service.entrypoints.api.reports import (
    OfficeCode,
    QuarterNumber,
    Year,
    asked_office,
)
from shared.calendar.office_time import Quarter
from shared.errors import InvalidRequest
from shared.http import Representation, RequiredIfMatch, SignedIn, respond
from shared.identity import Role

MOST_ENTRIES = 200
_STRICT = ConfigDict(extra="forbid")


class LegalBasisBody(BaseModel):
    """A regulation, with the days between which it is named."""

    model_config = _STRICT

    citation: Sentence
    source: Sentence
    verified: bool = False
    effective_from: date | None = None
    effective_to: date | None = None


class TargetBody(BaseModel):
    """A target of the quarter, for a row of a recap or for one service."""

    model_config = _STRICT

    channel: Channel
    kind: Sentence
    measure: Measure = Measure.LICENCES
    target: Annotated[int, Field(ge=1, le=10_000_000)]
    source: Name = ""


class TrainingBody(BaseModel):
    """A training that was held."""

    model_config = _STRICT

    held_on: date
    topic: Sentence
    roles: Annotated[list[Role], Field(min_length=1, max_length=len(ROLES))]
    people: Annotated[int, Field(ge=1, le=10_000)]

    def training(self) -> Training:
        """The training in the trade's words."""
        roles = tuple(role for role in ROLES if role in self.roles)
        return Training(held_on=self.held_on, topic=self.topic, roles=roles, people=self.people)


class LegalBasesBody(BaseModel):
    """The whole list, in its order: the report gives the letters."""

    model_config = _STRICT

    items: Annotated[list[LegalBasisBody], Field(max_length=MOST_ENTRIES)]


class TargetsBody(BaseModel):
    """The quarter's targets."""

    model_config = _STRICT

    items: Annotated[list[TargetBody], Field(max_length=MOST_ENTRIES)]


class TrainingsBody(BaseModel):
    """The quarter's trainings."""

    model_config = _STRICT

    items: Annotated[list[TrainingBody], Field(max_length=MOST_ENTRIES)]


def router(ports: Ports) -> APIRouter:
    """`/v1/reports/legal-bases`, `/targets/{year}/{quarter}`, `/trainings/{year}/{quarter}`."""
    routes = APIRouter(prefix="/v1/reports", tags=["reports"])

    @routes.get("/legal-bases")
    async def get_legal_bases(caller: SignedIn, office_code: OfficeCode = None) -> Response:
        """The regulations that the office's reports name. For staff and the province."""
        office = asked_office(office_code, caller)
        return respond(_legal_bases(await read_legal_bases(caller, office, ports)))

    @routes.put("/legal-bases")
    async def put_legal_bases(
        body: LegalBasesBody, caller: SignedIn, expected_version: RequiredIfMatch
    ) -> Response:
        """Replaces the list of regulations. By the administrator or the Head."""
        caller.require(Role.ADMINISTRATOR, Role.HEAD)
        pointers = tuple(
            (f"/items/{place}/effective_to", "before_effective_from")
            for place, one in enumerate(body.items)
            if one.effective_from and one.effective_to and one.effective_to < one.effective_from
        )
        if pointers:
            raise InvalidRequest(pointers=pointers)
        command = KeepList(
            caller=caller,
            office_code=own_office(caller),
            kind=LegalBasis,
            quarter=None,
            entries=tuple(LegalBasis(**one.model_dump()) for one in body.items),
            expected_version=expected_version,
        )
        return respond(_legal_bases(await keep_list(command, ports)))

    @routes.get("/targets/{year}/{quarter}")
    async def get_targets(
        year: Year, quarter: QuarterNumber, caller: SignedIn, office_code: OfficeCode = None
    ) -> Response:
        """The office's targets of a quarter. For staff and the province."""
        office, asked = asked_office(office_code, caller), Quarter(year=year, number=quarter)
        return respond(_targets(await read_list(Target, caller, office, asked, ports)))

    @routes.put("/targets/{year}/{quarter}")
    async def put_targets(
        year: Year,
        quarter: QuarterNumber,
        body: TargetsBody,
        caller: SignedIn,
        expected_version: RequiredIfMatch,
    ) -> Response:
        """Replaces the targets of a quarter. By the administrator or the Head."""
        caller.require(Role.ADMINISTRATOR, Role.HEAD)
        command = KeepList(
            caller=caller,
            office_code=own_office(caller),
            kind=Target,
            quarter=Quarter(year=year, number=quarter),
            entries=tuple(Target(**one.model_dump()) for one in body.items),
            expected_version=expected_version,
        )
        return respond(_targets(await keep_list(command, ports)))

    @routes.get("/trainings/{year}/{quarter}")
    async def get_trainings(
        year: Year, quarter: QuarterNumber, caller: SignedIn, office_code: OfficeCode = None
    ) -> Response:
        """The trainings of a quarter and who took part, by role. For staff and the province."""
        office, asked = asked_office(office_code, caller), Quarter(year=year, number=quarter)
        return respond(_trainings(await read_list(Training, caller, office, asked, ports)))

    @routes.put("/trainings/{year}/{quarter}")
    async def put_trainings(
        year: Year,
        quarter: QuarterNumber,
        body: TrainingsBody,
        caller: SignedIn,
        expected_version: RequiredIfMatch,
    ) -> Response:
        """Replaces the trainings of a quarter. By the administrator or the Head."""
        caller.require(Role.ADMINISTRATOR, Role.HEAD)
        unknown = tuple(
            (f"/items/{place}/roles", "not_a_role_of_staff")
            for place, one in enumerate(body.items)
            if not set(one.roles) <= set(ROLES)
        )
        if unknown:
            raise InvalidRequest(pointers=unknown)
        command = KeepList(
            caller=caller,
            office_code=own_office(caller),
            kind=Training,
            quarter=Quarter(year=year, number=quarter),
            entries=tuple(one.training() for one in body.items),
            expected_version=expected_version,
        )
        return respond(_trainings(await keep_list(command, ports)))

    return routes


def _legal_bases(kept: Kept[LegalBasis]) -> Representation:
    items = [
        {
            "citation": one.citation,
            "source": one.source,
            "verified": one.verified,
            "effective_from": one.effective_from,
            "effective_to": one.effective_to,
        }
        for one in kept.entries
    ]
    return _listed(items, kept.version)


def _targets(kept: Kept[Target]) -> Representation:
    items = [
        {
            "channel": one.channel,
            "kind": one.kind,
            "measure": one.measure,
            "target": one.target,
            "source": one.source,
        }
        for one in kept.entries
    ]
    return _listed(items, kept.version)


def _trainings(kept: Kept[Training]) -> Representation:
    items = [
        {
            "held_on": one.held_on,
            "topic": one.topic,
            "roles": list(one.roles),
            "people": one.people,
        }
        for one in kept.entries
    ]
    return _listed(items, kept.version)


def _listed(items: list[dict[str, Any]], version: int) -> Representation:
    return Representation(body={"items": items, "next_cursor": None}, version=version)
