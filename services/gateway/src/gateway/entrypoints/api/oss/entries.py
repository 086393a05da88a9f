"""`/v1/oss-entries`: what supervision must enter in OSS by hand, ready to copy, with what OSS
answered."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from gateway.application.oss.acknowledge_oss_entry import (
    AcknowledgeOssEntry,
    acknowledge_oss_entry,
)
from gateway.application.oss.entry_ports import EntryQuery, OssEntryPorts, ShownEntry
from gateway.application.oss.read_oss_entries import (
    ENTERERS,
    export_oss_entries,
    list_oss_entries,
    show_oss_entry,
)
from gateway.domain.oss.entry import EntryKind, EntryState, OssEntry, OssValue
from gateway.entrypoints.api.fields import Line
from shared.http import (
    Answer,
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)
from shared.identity import Caller

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Accept = Annotated[str, Header(max_length=500)]
_FILE = {"Content-Disposition": 'attachment; filename="isian-oss.xlsx"'}


class Acknowledgement(BaseModel):
    """What OSS answered; `value` is the compliance that it determined of an assessment."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"oss_reference": "OSS-2026-000123", "value": "good"}]}
    )

    oss_reference: Line
    value: OssValue | None = None


class EntryLine(Answer):
    """A field of OSS's form, ready to copy."""

    field: str
    label: str
    value: str


class EntryRuleAnswer(Answer):
    """By which article it is owed, and where the number of working days comes from; None where no
    article sets one, or the day comes with the fact."""

    article: str
    working_days: int | None
    effective_from: date
    source: str
    verified: bool


class OssEntryAnswer(Answer):
    """What is owed to OSS until when, with all there is to type. `values` is None while its owner
    does not answer; `is_being_sent`: a method of OSS is about to tell it."""

    id: UUID
    state: EntryState
    kind: EntryKind
    subject_id: UUID
    nib: str | None
    year: str | None
    period: str | None
    occurred_at: datetime
    due_on: date | None
    is_overdue: bool
    rule: EntryRuleAnswer
    values: list[EntryLine] | None
    is_being_sent: bool
    entered_by: str | None
    entered_at: datetime | None
    oss_reference: str | None
    value: OssValue | None
    actions: list[str]


class OssEntriesPage(Answer):
    """A page of entries."""

    items: list[OssEntryAnswer]
    next_cursor: str | None


class AcknowledgedEntry(Answer):
    """The entry as it stands now."""

    id: UUID
    state: EntryState
    kind: EntryKind
    entered_by: str | None
    entered_at: datetime | None
    oss_reference: str | None
    value: OssValue | None


def oss_entries_router(ports: OssEntryPorts) -> APIRouter:
    """`/v1/oss-entries`."""
    router = APIRouter(prefix="/v1/oss-entries", tags=["integrations"])

    @router.get("", responses=_page_or_file())
    async def get_entries(
        caller: SignedIn,
        state: EntryState | None = None,
        kind: EntryKind | None = None,
        overdue: Annotated[
            bool, Query(description="Only those whose last day has passed.")
        ] = False,
        limit: Limit = 50,
        cursor: Cursor = None,
        accept: Accept = "application/json",
    ) -> Response:
        """What supervision must enter in OSS by hand, newest first, with all there is to type; as a
        workbook by `Accept` (then whole, not by pages).

        For licensing officials, inspectors and the back office; the head and administrators read
        it (Perbup Sumba Timur 32/2023 Ps 8(4), 8(11)-(12), 10(1), 10(6), 11(4), 18(2)).
        """
        position = decode_cursor(cursor, UUID)
        query = EntryQuery(
            states=frozenset() if state is None else frozenset({state}),
            kind=kind,
            before=position[0] if position else None,
            limit=limit,
        )
        if accept.partition(";")[0].strip().lower() == XLSX:
            content = await export_oss_entries(caller, ports, query, is_overdue=overdue)
            return Response(content, headers=_FILE, media_type=XLSX)
        rows = await list_oss_entries(caller, ports, query, is_overdue=overdue)
        body = page(
            rows,
            limit,
            shape=lambda one: _shown(one, caller),
            cursor=lambda one: encode_cursor(str(one.entry.id)),
        )
        return respond(Representation(body=body))

    @router.get("/{entry_id}", responses=answers(OssEntryAnswer))
    async def get_entry(entry_id: UUID, caller: SignedIn) -> Response:
        """One entry. For licensing officials, inspectors, the back office, the head and
        administrators."""
        shown = await show_oss_entry(entry_id, caller, ports)
        return respond(Representation(body=_shown(shown, caller), version=shown.entry.version))

    @router.post("/{entry_id}/acknowledgement", responses=answers(AcknowledgedEntry))
    async def acknowledge(
        entry_id: UUID,
        body: Acknowledgement,
        caller: SignedIn,
        request: Idempotent,
        version: IfMatch,
    ) -> Response:
        """Records that it stands in OSS, with the reference that OSS gave and, for an assessment,
        the value that it determined (Ps 11(4)).

        For licensing officials, inspectors and the back office; once for each entry.
        """
        return await request.run(
            lambda once: acknowledge_oss_entry(
                AcknowledgeOssEntry(
                    caller=caller,
                    entry_id=entry_id,
                    reference=body.oss_reference,
                    value=body.value,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda entry: Representation(body=_settled(entry), version=entry.version),
        )

    return router


def _page_or_file() -> dict[int | str, dict[str, Any]]:
    described = answers(OssEntriesPage)
    schema = {"type": "string", "format": "binary"}
    described[200] |= {"content": {XLSX: {"schema": schema}}}
    return described


def _shown(shown: ShownEntry, caller: Caller) -> dict[str, Any]:
    entry, rule = shown.entry, shown.rule
    may_enter = entry.state is EntryState.OPEN and caller.has(*ENTERERS)
    form = shown.form
    return _settled(entry) | {
        "subject_id": entry.matter_id,
        "nib": entry.facts.get("nib"),
        "year": entry.facts.get("year"),
        "period": entry.facts.get("period"),
        "occurred_at": entry.occurred_at,
        "due_on": entry.due_on,
        "is_overdue": shown.is_overdue,
        "rule": {
            "article": rule.article,
            "working_days": rule.working_days,
            "effective_from": rule.effective_from,
            "source": rule.source,
            "verified": rule.verified,
        },
        "values": None
        if form is None
        else [{"field": one.field, "label": one.label, "value": one.value} for one in form],
        "is_being_sent": shown.is_on_its_way,
        "actions": ["acknowledgement"] if may_enter else [],
    }


def _settled(entry: OssEntry) -> dict[str, Any]:
    is_entered = entry.state is EntryState.ENTERED
    return {
        "id": entry.id,
        "state": entry.state,
        "kind": entry.kind,
        "entered_by": entry.settled_by,
        "entered_at": entry.settled_at if is_entered else None,
        "oss_reference": entry.oss_reference,
        "value": entry.oss_value,
    }
