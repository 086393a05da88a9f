"""`/v1/compliance-assessments` and `/v1/compliance-ratings` (Ps 11)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.assess_compliance import (
    AssessCompliance,
    Assessed,
    Part,
    assess_compliance,
    ratings_of,
)
from inspection_service.application.ports import Ports
from inspection_service.domain.business import Rating
from inspection_service.domain.compliance import (
    AdministrativeItem,
    AdministrativePart,
    Compliance,
    Indicator,
    OssValue,
    SourceKind,
    TechnicalItem,
    TechnicalPart,
    licence_evaluation_due,
    rounded,
)
from inspection_service.entrypoints.api.fields import Code, Line, Nib, Prose
from shared.clock import Clock
from shared.http import Idempotent, Representation, SignedIn, respond
from shared.identity import Caller

Year = Annotated[int, Field(ge=2000, le=2999)]
Amount = Annotated[int, Field(ge=0, le=10**18)]


class TechnicalItemBody(BaseModel):
    """A requirement or duty with the standard it stands in."""

    code: Code
    fulfilled: bool
    nspk: Line
    note: Prose | None = None


class AdministrativeItemBody(BaseModel):
    """`achieved` of `expected`; an expected 0 does not apply."""

    indicator: Indicator
    achieved: Amount
    expected: Amount
    evidence: Line | None = None


class _AssessmentBody(BaseModel):
    nib: Nib
    year: Year
    source: SourceKind = SourceKind.INSPECTION
    source_id: UUID | None = None


class TechnicalBody(_AssessmentBody):
    """Scored by the agency."""

    part: Literal["technical"]
    items: list[TechnicalItemBody] = Field(min_length=1, max_length=500)

    def scored(self, caller: Caller, clock: Clock) -> Part:
        """In the domain's words."""
        return TechnicalPart(
            items=tuple(TechnicalItem(**one.model_dump()) for one in self.items),
            source=self.source,
            source_id=self.source_id,
            by=caller.actor,
            at=clock.now(),
        )


class AdministrativeBody(_AssessmentBody):
    """Scored by the office."""

    part: Literal["administrative"]
    items: list[AdministrativeItemBody] = Field(min_length=1, max_length=6)

    def scored(self, caller: Caller, clock: Clock) -> Part:
        """In the domain's words."""
        return AdministrativePart(
            items=tuple(AdministrativeItem(**one.model_dump()) for one in self.items),
            source=self.source,
            source_id=self.source_id,
            by=caller.actor,
            at=clock.now(),
        )


class OssBody(BaseModel):
    """What OSS determined."""

    part: Literal["oss"]
    nib: Nib
    year: Year
    rating: Rating
    value: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)] | None = None
    determined_on: date

    def scored(self, caller: Caller, clock: Clock) -> Part:
        """In the domain's words."""
        return OssValue(
            rating=self.rating,
            value=self.value,
            determined_on=self.determined_on,
            entered_by=caller.actor,
            entered_at=clock.now(),
        )


Body = Annotated[TechnicalBody | AdministrativeBody | OssBody, Field(discriminator="part")]


def compliance_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.post("/v1/compliance-assessments", status_code=201)
    async def assess(body: Body, caller: SignedIn, request: Idempotent) -> Response:
        """Scores a part of a business's compliance in a year (Ps 11): the agency the technical
        part, the licensing official the administrative one and the value of OSS."""
        part = body.scored(caller, ports.clock)
        return await request.run(
            lambda once: assess_compliance(
                AssessCompliance(caller=caller, nib=body.nib, year=body.year, part=part, once=once),
                ports,
            ),
            body=body,
            shape=lambda one: Representation(
                body=assessed_view(one), version=one.compliance.version
            ),
            status=201,
        )

    @router.get("/v1/compliance-ratings")
    async def ratings(nib: Nib, caller: SignedIn) -> Response:
        """Every year's assessment of a business with its derivation, the oldest first. For staff of
        its office and the province."""
        found = await ratings_of(nib, caller, ports)
        return respond(Representation(body={"items": _years(found), "next_cursor": None}))


def _years(found: list[Assessed]) -> list[dict[str, Any]]:
    by_year = {one.compliance.year: one.compliance.rating(one.rule) for one in found}
    return [
        assessed_view(one)
        | {
            "licence_evaluation_due": licence_evaluation_due(
                by_year.get(one.compliance.year - 1), by_year[one.compliance.year]
            )
        }
        for one in found
    ]


def assessed_view(assessed: Assessed) -> dict[str, Any]:
    """The assessment with its derivation, item by item, and both values side by side."""
    compliance, rule = assessed.compliance, assessed.rule
    own, oss = compliance.own_rating(rule), compliance.oss
    value = compliance.value(rule)
    return {
        "nib": compliance.nib,
        "year": compliance.year,
        "technical": _technical(compliance),
        "administrative": _administrative(compliance),
        "value": None if value is None else float(value),
        "own_rating": own,
        "oss": oss
        and {
            "rating": oss.rating,
            "value": None if oss.value is None else float(oss.value),
            "determined_on": oss.determined_on,
        },
        "rating": compliance.rating(rule),
        "differs_from_oss": oss is not None and own is not None and own is not oss.rating,
        "provisional": not rule.basis.verified,
        "source": rule.basis.source,
        "ruleset_version": compliance.ruleset_version,
    }


def _technical(compliance: Compliance) -> dict[str, Any] | None:
    part = compliance.technical
    if part is None:
        return None
    return {
        "points": float(rounded(part.points)),
        "source": part.source,
        "source_id": part.source_id,
        "items": [
            {"code": one.code, "fulfilled": one.fulfilled, "nspk": one.nspk, "note": one.note}
            for one in part.items
        ],
    }


def _administrative(compliance: Compliance) -> dict[str, Any] | None:
    part = compliance.administrative
    if part is None:
        return None
    return {
        "points": float(rounded(part.points)),
        "source": part.source,
        "source_id": part.source_id,
        "items": [
            {
                "indicator": one.indicator,
                "achieved": one.achieved,
                "expected": one.expected,
                "evidence": one.evidence,
                "points": None if one.points is None else float(rounded(one.points)),
            }
            for one in part.items
        ],
    }
