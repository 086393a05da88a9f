"""Routes of the inbox: the list with its filters, and what waits in numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import AwareDatetime

from permit_service.application.listing import (
    OPEN,
    ApplicationRow,
    Order,
    Position,
    StepCount,
)
from permit_service.application.read_inbox import (
    COUNT_BOUND,
    Awaited,
    ListApplications,
    OfficeWork,
    list_applications,
    summarise_inbox,
)
from permit_service.domain.service import Channel
from permit_service.domain.step_claim import tasks_at
from permit_service.domain.steps import Status
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.inbox_answers import ApplicationsPage, InboxSummary
from permit_service.entrypoints.api.views import assignments
from permit_service.entrypoints.api.words import Code, Line, Search
from shared.calendar.clock_moves import ClockMove
from shared.calendar.office_time import local_date
from shared.errors import InvalidRequest
from shared.http import (
    Cursor,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)

router = APIRouter(prefix="/v1", tags=["applications"])


@router.get("/applications", responses=answers(ApplicationsPage))
async def get_applications(
    caller: SignedIn,
    api: Permits,
    status: Status | None = None,
    service_code: Annotated[Code | None, Query()] = None,
    channel: Channel | None = None,
    q: Annotated[Search | None, Query()] = None,
    mine: bool = False,
    awaiting: Awaited | None = None,
    agency: Annotated[Code | None, Query()] = None,
    assigned_to: Annotated[Line | None, Query()] = None,
    due_before: date | None = None,
    overdue: bool = False,
    overdue_corrections: bool = False,
    submitted_before: AwareDatetime | date | None = None,
    sort: Literal["newest", "oldest", "due"] = "newest",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The inbox of the office's people; an applicant sees their own. Age, due day and lateness
    are asked of what is open."""
    asked = ListApplications(
        caller=caller,
        limit=limit,
        order=Order(sort),
        status=status,
        service_code=service_code,
        channel=channel,
        text=q,
        mine=mine,
        awaiting=awaiting,
        agency=agency,
        assigned_to=assigned_to,
        due_before=due_before,
        is_overdue=overdue,
        is_answer_overdue=overdue_corrections,
        submitted_before=_moment(submitted_before),
    )
    asked = replace(asked, after=_position(cursor, asked.effective_order))
    now = api.ports.clock.now()
    rows = await list_applications(asked, api.ports)
    body = page(
        rows,
        limit,
        shape=lambda row: row_body(row, now),
        cursor=lambda row: _cursor_of(row, asked.effective_order),
    )
    return respond(Representation(body=body))


@router.get("/inbox-summary", responses=answers(InboxSummary))
async def get_inbox_summary(
    caller: SignedIn, api: Permits, office_code: Annotated[Code | None, Query()] = None
) -> Response:
    """What waits for which step, what is late, and what nobody has taken up."""
    found = await summarise_inbox(caller, api.ports, office_code=office_code)
    body = {"items": [_work_body(one) for one in found], "next_cursor": None}
    return respond(Representation(body=body))


def _cursor_of(row: ApplicationRow, order: Order) -> str:
    value = order.value_of(row)
    return encode_cursor(order.value, str(row.id), "" if value is None else value.isoformat())


def _position(cursor: str | None, order: Order) -> Position | None:
    """Raises InvalidRequest for a cursor of another order."""
    kind = date.fromisoformat if order is Order.DUE else _aware
    found = decode_cursor(cursor, Order, UUID, lambda text: kind(text) if text else None)
    if found is None:
        return None
    given, row_id, value = found
    if given is not order:
        raise InvalidRequest(pointers=(("/query/cursor", "cursor"),))
    return Position(id=row_id, value=value)


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def row_body(row: ApplicationRow, now: datetime) -> dict[str, Any]:
    """One line of a list."""
    today = local_date(now, row.zone)
    return {
        "id": row.id,
        "office_code": row.office_code,
        "service_code": row.service_code,
        "channel": row.channel,
        "mode": row.mode,
        "status": row.status,
        "receipt_number": row.receipt_number,
        "reference": row.reference,
        "applicant_name": row.applicant_name,
        "due_on": row.due_on,
        "recommendation_due_on": row.recommendation_due_on,
        "clock_state": _clock_state(row, today),
        "age_days": _age(row, today),
        "next_steps": next_steps(row),
        "assignments": assignments(row.claims, now=now),
        "answer_by": row.answer_by,
        "is_answer_overdue": row.answer_by is not None and row.answer_by < today,
        "created_at": row.created_at,
        "submitted_at": row.submitted_at,
        "version": row.version,
    }


def next_steps(row: ApplicationRow) -> list[str]:
    """What is waited for: officers' steps by their paths, and the applicant's two."""
    if row.status is Status.RETURNED:
        return ["correction"]
    if row.status is Status.VALIDATED and row.channel.is_issued_elsewhere:
        return []
    if row.status is Status.VALIDATED and row.awaits_survey:
        return ["survey"]
    tasks = [one.name for one in tasks_at(row.status, asked=row.asked)]
    return tasks[:-1] if row.asked and row.status is Status.VERIFIED else tasks


def _clock_state(row: ApplicationRow, today: date) -> str:
    match row.last_move:
        case None:
            return "none"
        case ClockMove.PAUSED | ClockMove.RESET:
            return "paused"
        case ClockMove.STOPPED:
            return "stopped"
        case _:
            is_late = row.due_on is not None and row.due_on < today
            return "overdue" if is_late else "running"


def _age(row: ApplicationRow, today: date) -> int | None:
    if row.submitted_at is None or row.status not in OPEN:
        return None
    return max((today - local_date(row.submitted_at, row.zone)).days, 0)


def _work_body(work: OfficeWork) -> dict[str, Any]:
    return {
        "office_code": work.office_code,
        "as_of": work.now,
        "bound": COUNT_BOUND,
        "steps": [_count_body(one) for one in work.counts],
    }


def _count_body(one: StepCount) -> dict[str, Any]:
    tasks = tasks_at(one.status)
    return {
        "status": one.status,
        "step": tasks[-1].name if tasks else "correction",
        "waiting": one.waiting,
        "overdue": one.overdue,
        "unassigned": max(one.waiting - one.held, 0),
        "capped": one.waiting >= COUNT_BOUND,
    }


def _moment(given: datetime | date | None) -> datetime | None:
    """A day is meant as its beginning, in universal time."""
    if given is None or isinstance(given, datetime):
        return given
    return datetime.combine(given, time.min, UTC)
