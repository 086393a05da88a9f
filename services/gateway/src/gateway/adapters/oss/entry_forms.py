"""What is typed into OSS, asked of whoever owns it when an officer reads the list."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from gateway.application.oss.entry_ports import FormLine
from gateway.application.oss.intake_ports import PermitDesk
from gateway.domain.oss.entry import EntryKind, OssEntry
from shared.errors import NotFound, Unavailable
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

NAME, INSPECTION = "gateway", "inspection"
# By what the inspection service calls it.
_MATTERS: Mapping[EntryKind, str] = MappingProxyType(
    {
        EntryKind.PLAN_ITEM: "plan_item",
        EntryKind.PLAN_ITEM_REMOVAL: "plan_item",
        EntryKind.INSPECTION_RECORD: "inspection",
        EntryKind.INSPECTION_NOT_DONE: "inspection",
        EntryKind.GUIDANCE: "follow_up",
        EntryKind.CORRECTION: "follow_up",
        EntryKind.SANCTION: "sanction",
        EntryKind.SANCTION_LIFTING: "sanction",
        EntryKind.ASSESSMENT: "assessment",
        EntryKind.INVESTMENT_REPORT: "investment_report",
        EntryKind.MISSING_INVESTMENT_REPORT: "business",
    }
)


class _Line(BaseModel):
    # A refusal to parse must not carry the input into a log.
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    field: str
    label: str
    value: str


class _Form(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id: UUID
    step: str | None = None
    lines: list[_Line]


class _Forms(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    items: list[_Form]


class ServiceForms:
    """The `OssForms` port on the inspection service's app, and on the permit service's desk."""

    def __init__(
        self, services: Mapping[str, ASGIApp], tokens: SystemTokens, desk: PermitDesk
    ) -> None:
        self._services = services
        self._tokens = tokens
        self._desk = desk

    async def of(
        self, office_code: str, entries: Sequence[OssEntry]
    ) -> Mapping[UUID, tuple[FormLine, ...]]:
        """By the entry's id; one question for all that the inspection service knows."""
        supervised = [one for one in entries if one.kind in _MATTERS]
        asked = await self._asked(office_code, supervised) if supervised else {}
        forms = {one.id: asked[key] for one in supervised if (key := _key(one)) in asked}
        for one in entries:
            if one.kind is EntryKind.LICENCE_REVOCATION:
                forms[one.id] = await self._licence(one, office_code)
        return forms

    async def _asked(
        self, office_code: str, entries: Sequence[OssEntry]
    ) -> dict[tuple[UUID, str | None], tuple[FormLine, ...]]:
        app = self._services.get(INSPECTION)
        if app is None:
            raise Unavailable
        wanted: dict[tuple[UUID, str | None], dict[str, Any]] = {
            _key(one): {
                "kind": _MATTERS[one.kind],
                "id": str(one.matter_id),
                "step": one.facts.get("step"),
            }
            for one in entries
        }
        answer = await call(
            app,
            "POST",
            "/internal/oss-forms",
            token=self._tokens.issue(NAME, INSPECTION),
            json={"office_code": office_code, "matters": list(wanted.values())},
        )
        try:
            found = _Forms.model_validate(answer.require())
        except ValidationError:
            raise Unavailable from None
        return {
            (one.id, one.step): tuple(
                FormLine(field=line.field, label=line.label, value=line.value) for line in one.lines
            )
            for one in found.items
        }

    async def _licence(self, entry: OssEntry, office_code: str) -> tuple[FormLine, ...]:
        try:
            case = await self._desk.case_of_licence(entry.matter_id, office_code=office_code)
        except NotFound:
            return ()
        if case is None or case.permit is None:
            return ()
        number = case.licence.number if case.licence else ""
        return (
            FormLine(field="nib", label="NIB", value=case.permit.nib),
            FormLine(field="id_izin", label="ID izin di OSS", value=case.permit.id_izin),
            FormLine(field="number", label="Nomor izin", value=number),
            FormLine(field="action", label="Tindakan administratif", value="Pencabutan"),
        )


def _key(entry: OssEntry) -> tuple[UUID, str | None]:
    return entry.matter_id, entry.facts.get("step")
