"""A service of the catalogue, as clients are answered: the keys of the catalogue itself."""

from typing import Literal

from pydantic import ConfigDict

from permit_service.domain.service import Channel
from permit_service.entrypoints.api.clock_answers import StandardAnswer
from shared.http import Answer


class RequirementAnswer(Answer):
    """A document that the service asks for."""

    no: int
    name: str
    kind: str
    mandatory: bool


class FeeAnswer(Answer):
    """What it costs, in integer rupiah; a formula where the amount depends on the object."""

    model_config = ConfigDict(extra="allow")

    type: str
    amount: int | None
    currency: str
    formula: str | None = None


class ServiceAnswer(Answer):
    """A service with requirements, fee, service time and guide, and the catalogue's other keys."""

    model_config = ConfigDict(extra="allow")

    office_code: str
    code: str
    name: str
    version: int
    category: str
    channel: Channel
    sla: StandardAnswer
    fee: FeeAnswer
    requirements: list[RequirementAnswer]
    procedure: dict[Literal["id", "en"], list[str]]
    agencies: list[str]
    validity: str | None = None
    technical_agency: str | None = None
    is_berusaha: bool
    allow_mandiri: bool
    allow_pendampingan: bool
    requires_recommendation: bool
    requires_site_visit: bool
    survey_gate: str | None = None


class ServicesPage(Answer):
    """Every service of an office."""

    items: list[ServiceAnswer]
    next_cursor: str | None
