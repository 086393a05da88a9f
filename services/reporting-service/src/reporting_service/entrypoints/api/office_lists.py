"""What an office keeps for its reports: legal bases, targets of the work plan, trainings.

Each list is read and written whole, and a change names the version it was made from.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, TypeVar

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
from shared.http import Representation, RequiredIfMatch, SignedIn, by, respond
from shared.identity import Caller, Role

ListedT = TypeVar("ListedT", LegalBasis, Target, Training)

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

    async def kept(
        kind: type[ListedT],
        entries: Sequence[ListedT],
        caller: Caller,
        expected_version: int,
        *,
        quarter: Quarter | None = None,
    ) -> Response:
        command = KeepList(
            caller=caller,
            office_code=own_office(caller),
            kind=kind,
            quarter=quarter,
            entries=tuple(entries),
            expected_version=expected_version,
        )
        return respond(_listed(await keep_list(command, ports)))

    @routes.get("/legal-bases")
    async def get_legal_bases(caller: SignedIn, office_code: OfficeCode = None) -> Response:
        """The regulations that the office's reports name. For staff and the province."""
        office = asked_office(office_code, caller)
        return respond(_listed(await read_legal_bases(caller, office, ports)))

    @routes.put("/legal-bases", dependencies=by(Role.ADMINISTRATOR, Role.HEAD))
    async def put_legal_bases(
        body: LegalBasesBody, caller: SignedIn, expected_version: RequiredIfMatch
    ) -> Response:
        """Replaces the list of regulations. By the administrator or the Head."""
        pointers = tuple(
            (f"/items/{place}/effective_to", "before_effective_from")
            for place, one in enumerate(body.items)
            if one.effective_from and one.effective_to and one.effective_to < one.effective_from
        )
        if pointers:
            raise InvalidRequest(pointers=pointers)
        entries = [LegalBasis(**one.model_dump()) for one in body.items]
        return await kept(LegalBasis, entries, caller, expected_version)

    @routes.get("/targets/{year}/{quarter}")
    async def get_targets(
        year: Year, quarter: QuarterNumber, caller: SignedIn, office_code: OfficeCode = None
    ) -> Response:
        """The office's targets of a quarter. For staff and the province."""
        office, asked = asked_office(office_code, caller), Quarter(year=year, number=quarter)
        return respond(_listed(await read_list(Target, caller, office, asked, ports)))

    @routes.put("/targets/{year}/{quarter}", dependencies=by(Role.ADMINISTRATOR, Role.HEAD))
    async def put_targets(
        year: Year,
        quarter: QuarterNumber,
        body: TargetsBody,
        caller: SignedIn,
        expected_version: RequiredIfMatch,
    ) -> Response:
        """Replaces the targets of a quarter. By the administrator or the Head."""
        entries = [Target(**one.model_dump()) for one in body.items]
        return await kept(
            Target, entries, caller, expected_version, quarter=Quarter(year=year, number=quarter)
        )

    @routes.get("/trainings/{year}/{quarter}")
    async def get_trainings(
        year: Year, quarter: QuarterNumber, caller: SignedIn, office_code: OfficeCode = None
    ) -> Response:
        """The trainings of a quarter and who took part, by role. For staff and the province."""
        office, asked = asked_office(office_code, caller), Quarter(year=year, number=quarter)
        return respond(_listed(await read_list(Training, caller, office, asked, ports)))

    @routes.put("/trainings/{year}/{quarter}", dependencies=by(Role.ADMINISTRATOR, Role.HEAD))
    async def put_trainings(
        year: Year,
        quarter: QuarterNumber,
        body: TrainingsBody,
        caller: SignedIn,
        expected_version: RequiredIfMatch,
    ) -> Response:
        """Replaces the trainings of a quarter. By the administrator or the Head."""
        unknown = tuple(
            (f"/items/{place}/roles", "not_a_role_of_staff")
            for place, one in enumerate(body.items)
            if not set(one.roles) <= set(ROLES)
        )
        if unknown:
            raise InvalidRequest(pointers=unknown)
        entries = [one.training() for one in body.items]
        return await kept(
            Training, entries, caller, expected_version, quarter=Quarter(year=year, number=quarter)
        )

    return routes


def _listed(kept: Kept[ListedT]) -> Representation:
    items = [asdict(one) for one in kept.entries]
    return Representation(body={"items": items, "next_cursor": None}, version=kept.version)
