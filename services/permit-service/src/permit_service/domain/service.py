"""A service of the catalogue: versioned data, read through names.

A version never changes once it was used: an application keeps the version it was made under.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from permit_service.domain.errors import ModeNotOffered, ServiceClosed
from permit_service.domain.form_schema import FormSchema
from permit_service.domain.recommendation_rule import RecommendationRule
from permit_service.domain.validity import ValidityRule
from shared.calendar.rulers import Standard, Unit


class Channel(StrEnum):
    """Through which system a licence is issued. OSS and SICANTIK stand in Ps 2(2); MANUAL and
    MPPD are additions from practice (source 002)."""

    MANUAL = "MANUAL"
    SICANTIK = "SICANTIK"
    OSS = "OSS"
    MPPD = "MPPD"

    @property
    def stands_in_article(self) -> bool:
        """Whether Perbup Malra 23/2021 Ps 2(2) names it; the others are additions of ours."""
        return self in {Channel.OSS, Channel.SICANTIK}

    @property
    def is_issued_elsewhere(self) -> bool:
        """Whether the issuer is another body than the office (Ps 1 angka 6)."""
        return self in {Channel.OSS, Channel.MPPD}


class FeeType(StrEnum):
    """What a service costs: nothing, a retribution of the region, or a PNBP paid to the State."""

    GRATIS = "GRATIS"
    RETRIBUSI = "RETRIBUSI"
    PNBP = "PNBP"


class Mode(StrEnum):
    """The two groups of Ps 3."""

    SELF_SERVICE = "self_service"
    ASSISTED = "assisted"


class Intake(StrEnum):
    """How it came in (Ps 1 angka 13), apart from who typed it."""

    FRONT_OFFICE = "front_office"
    ONLINE = "online"
    # Handed in at SiCANTIK or MPP Digital: its documents lie there.
    OUTSIDE_SYSTEM = "outside_system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A document that the service asks for; `kind` is `administratif` or `teknis`."""

    number: int
    name: str
    kind: str
    is_mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One version of a catalogue entry; `content` has the keys of the catalogue's own form."""

    office_code: str
    code: str
    version: int
    name: str
    channel: Channel
    standard: Standard
    requirements: tuple[Requirement, ...]
    agencies: tuple[str, ...]
    content: Mapping[str, Any]
    form_schema: FormSchema | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, content: Mapping[str, Any], *, office_code: str, version: int) -> "Service":
        """Reads an entry of the catalogue."""
        return cls(
            office_code=office_code,
            code=content["code"],
            version=version,
            name=content["name"],
            channel=Channel(content["channel"]),
            standard=Standard(value=content["sla"]["value"], unit=Unit(content["sla"]["unit"])),
            requirements=tuple(_requirement(one) for one in content["requirements"]),
            agencies=tuple(content["agencies"]) if content["requires_recommendation"] else (),
            content=content,
            form_schema=FormSchema(schema) if (schema := content.get("form_schema")) else None,
        )

    def require_mode(self, mode: Mode) -> None:
        """Raises ModeNotOffered when the service is not open to that group."""
        key, article = {
            Mode.SELF_SERVICE: ("allow_mandiri", "Perbup Malra 23/2021 Ps 4"),
            Mode.ASSISTED: ("allow_pendampingan", "Perbup Malra 23/2021 Ps 5"),
        }[mode]
        if not self.content.get(key, True):
            raise ModeNotOffered(
                rule=f"{mode}_not_offered", article=article, pointers=(("/mode", "not_offered"),)
            )

    def require_open(self, *, today: date) -> None:
        """Raises ServiceClosed from the day on which it takes no new applications."""
        closed_on = self.content.get("closed_on")
        if closed_on and date.fromisoformat(closed_on) <= today:
            raise ServiceClosed

    def require_form(self, form: Mapping[str, Any]) -> None:
        """Raises FormNotValid where the form departs from the entry's schema. A service without
        one takes every form."""
        if self.form_schema is not None:
            self.form_schema.require(form)

    @property
    def validity(self) -> ValidityRule:
        """How long its licences hold."""
        return ValidityRule.of(self.content.get("validity_rule"))

    @property
    def survey_exemption(self) -> str | None:
        """Where the office's own exemption from the survey comes from, if there is one."""
        if self.content.get("survey_gate") != "exempt":
            return None
        return self.content.get("survey_gate_source") or "the office's service catalogue"

    @property
    def asks_for_identity(self) -> bool:
        """Whether a person must give NIK and address before handing in."""
        return bool(self.content.get("requires_identity", False))

    @property
    def fee_type(self) -> FeeType:
        """What kind of money the service asks for."""
        return FeeType(self.content["fee"]["type"])

    @property
    def asks_for_pnbp_proof(self) -> bool:
        """Whether the proof of a PNBP that is paid elsewhere must be recorded."""
        fee = self.content["fee"]
        return self.fee_type is FeeType.PNBP and bool(fee.get("requires_proof", False))

    @property
    def requires_site_visit(self) -> bool:
        """Whether the place is visited before validation."""
        return bool(self.content.get("requires_site_visit", False))

    def recommendation_rule(self, agency: str, *, on: date) -> RecommendationRule:
        """How long that agency has that is asked on a day, and what its silence means."""
        return RecommendationRule.of(self.content, agency=agency, standard=self.standard, on=on)

    @property
    def silence_approves(self) -> bool:
        """Whether an application counts as approved when its time passes undecided (OSS 57)."""
        return bool(self.content.get("auto_approve_on_sla", False))

    @property
    def deemed_approval_is_verified(self) -> bool:
        """Whether the rule that silence approves was read in a regulation: for none yet."""
        return False

    def has_requirement(self, number: int) -> bool:
        """Whether the service asks for a document of that number."""
        return any(one.number == number for one in self.requirements)

    def missing(self, given: Iterable[int]) -> tuple[int, ...]:
        """The numbers of mandatory requirements for which nothing was handed in."""
        there = frozenset(given)
        return tuple(
            one.number for one in self.requirements if one.is_mandatory and one.number not in there
        )


def service_id(office_code: str, code: str) -> UUID:
    """The id under which the versions of a service are told: always the same."""
    return uuid5(NAMESPACE_OID, f"service {office_code} {code}")


def _requirement(content: Mapping[str, Any]) -> Requirement:
    return Requirement(
        number=content["no"],
        name=content["name"],
        kind=content["kind"],
        is_mandatory=content["mandatory"],
    )
