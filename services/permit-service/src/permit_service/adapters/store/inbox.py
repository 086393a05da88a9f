"""Lists of applications on PostgreSQL: each page costs the same, however much there is.

A list is made of branches, one for each office and status, each in the order of an index and no
longer than a page; the page is what comes first of all of them. Whatever bounds what the caller
may see stands in each branch, beside the row-level security. No value is part of a statement.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.claims import LIVE_CLAIMS, claim_of
from permit_service.adapters.store.rows import from_json
from permit_service.application.listing import (
    OPEN,
    ApplicationQuery,
    ApplicationRow,
    Order,
    StepCount,
    Turn,
)
from permit_service.domain.service import Channel, Mode
from permit_service.domain.step_claim import tasks_at
from permit_service.domain.steps import Status
from shared.calendar.clock_moves import ClockMove

_COLUMNS = (
    "a.id, a.office_code, a.service_code, a.channel, a.mode, a.status, a.receipt_number,"
    " a.reference, a.applicant_name, a.due_on, a.created_at, a.submitted_at, a.version, a.clock,"
    " a.gate_state, a.owner"
)
# A draft of an applicant's own is nobody's business before it is handed in.
_VISIBLE = "(a.status <> 'draft' or a.mode = 'assisted')"
# What has no day comes last: `least` passes over what is null. `coalesce` would say the same, but
# counts as leaking, so that under row-level security no index is entered by it: a page would read
# all that comes before it.
_DUE = "least(a.due_on, 'infinity'::date)"
_SUBMITTED = "least(a.submitted_at, 'infinity'::timestamptz)"
# For each order: what it sorts by, the kind of the value, and which way.
_ORDERS = {
    Order.NEWEST: ("a.id", None, "desc"),
    Order.LATEST: (_SUBMITTED, "timestamptz", "desc"),
    Order.OLDEST: (_SUBMITTED, "timestamptz", "asc"),
    Order.DUE: (_DUE, "date", "asc"),
}
# A clock that stands still is not late; what is issued or over has none that runs. In the words of
# the index that holds what can be late.
_CAN_BE_LATE = (
    "a.status in ('submitted', 'verified', 'validated')"
    " and (a.clock -> -1 ->> 'move') not in ('paused', 'reset', 'stopped')"
)
_IS_OVERDUE = (
    f"{_DUE} < cast(:surely_not_due as date)"
    " and a.due_on < (cast(:now as timestamptz) at time zone o.time_zone)::date"
    f" and {_CAN_BE_LATE}"
)
# By the office's own day.
_ANSWER_IS_OVERDUE = (
    "exists (select from correction_round n join office w on w.code = n.office_code"
    " where n.application_id = a.id and n.closed_at is null and n.lapsed_at is null"
    " and n.answer_by < (cast(:now as timestamptz) at time zone w.time_zone)::date)"
)
# One value and not `exists`: that may be planned as a hash of everything the caller may see, to
# look at the rows of one page.
_IS_HELD = (
    "coalesce((select true from step_claim c where c.application_id = a.id and c.ended_at is null"
    " and c.agency = :holding_agency and c.expires_at > :now limit 1), false)"
)
_HELD_BY = (
    "h.office_code = place.office and h.holder_name = :holder and h.ended_at is null"
    " and h.expires_at > :now"
    # Who holds two steps of an application sees it once.
    " and (select true from step_claim d where d.application_id = h.application_id"
    " and d.holder_name = h.holder_name and d.ended_at is null and d.expires_at > :now"
    " and d.id < h.id limit 1) is null"
)
_SURVEY_IS_MISSING = (
    "(a.status = 'validated' and a.gate_state = 'required' and (select true from survey_fact f"
    " where f.application_id = a.id and f.completed_at is not null) is null)"
)
_AGENCY_IS_ASKED = (
    "(a.status = 'verified' and (select true from recommendation r"
    " where r.application_id = a.id and r.state = 'asked' limit 1) is not null)"
)
_TURNS = {
    Turn.OFFICER: f"not {_AGENCY_IS_ASKED} and not {_SURVEY_IS_MISSING}",
    Turn.AGENCY: _AGENCY_IS_ASKED,
    Turn.APPLICANT: f"(a.status = 'returned' or {_SURVEY_IS_MISSING})",
}
_PAGE = f"""
select page.*, o.time_zone, {LIVE_CLAIMS.replace("a.id", "page.id")},
  (select n.answer_by from correction_round n where n.application_id = page.id
    and n.closed_at is null and n.lapsed_at is null) as answer_by,
  array(select r.agency from recommendation r
         where r.application_id = page.id and r.state = 'asked' order by r.agency) as asked,
  (select min(r.due_on) from recommendation r
    where r.application_id = page.id and r.state = 'asked'
      and (cast(:agency as text) is null or r.agency = cast(:agency as text)))
    as recommendation_due_on,
  page.gate_state = 'required' and not exists (select from survey_fact f
    where f.application_id = page.id and f.completed_at is not null) as awaits_survey
from ({{branches}}) page join office o on o.code = page.office_code
order by {{order}}
"""  # noqa: S608 - made of this file's own words
# A claim ends with its step: those of a step are those of the status in which it is due.
_COUNT = f"""
select stage.status,
  (select count(*) from (select from application a where a.office_code = :office
     and a.status = stage.status limit :bound) one) as waiting,
  (select count(*) from (select from application a where a.office_code = :office
     and a.status = stage.status and {_CAN_BE_LATE}
     and {_DUE} < cast(:today as date) limit :bound) one) as overdue,
  (select count(*) from (select from step_claim c where c.office_code = :office
     and c.step = stage.step and c.ended_at is null and c.agency = '' and c.expires_at > :now
     limit :bound) one) as held
from unnest(cast(:statuses as text[]), cast(:steps as text[]))
  with ordinality as stage(status, step, place)
order by stage.place
"""  # noqa: S608 - made of this file's own words


async def page_of(connection: AsyncConnection, query: ApplicationQuery) -> list[ApplicationRow]:
    """In the order asked for, one more than the limit."""
    found = await connection.execute(sa.text(page_statement(query)), page_values(query))
    return [_row_of(row) for row in found.mappings()]


def page_statement(query: ApplicationQuery) -> str:
    """The text of a page's statement, whose values are `page_values`."""
    _, _, way = _ORDERS[query.order]
    branches = " union ".join(f"({one})" for one in _branches(query))
    order = f"page.sort_key {way}, page.id {way}"
    return _PAGE.format(
        branches=f"select * from ({branches}) found order by found.sort_key {way},"  # noqa: S608
        f" found.id {way} limit :limit",
        order=order,
    )


async def rows_with(
    connection: AsyncConnection, column: str, value: bytes, *, offices: Sequence[str], limit: int
) -> list[tuple[ApplicationRow, str | None]]:
    """What was handed in and has this value in an indexed column, newest first, with its owner."""
    branch = (
        f"select {_COLUMNS}, a.id as sort_key from application a where a.{column} = :value"  # noqa: S608
        f" and a.office_code = any(cast(:offices as text[])) and {_VISIBLE}"
        " order by a.id desc limit :limit"
    )
    statement = sa.text(_PAGE.format(branches=branch, order="page.id desc"))
    values = {"value": value, "offices": list(offices), "limit": limit, "agency": None}
    found = await connection.execute(statement, values)
    return [(_row_of(row), row["owner"]) for row in found.mappings()]


async def waiting_in(
    connection: AsyncConnection, office_code: str, *, today: date, now: datetime, bound: int
) -> list[StepCount]:
    """By the statuses that are open."""
    values = {
        "office": office_code,
        "today": today,
        "now": now,
        "bound": bound,
        "statuses": [one.value for one in OPEN],
        "steps": [_step_of(one) for one in OPEN],
    }
    found = await connection.execute(sa.text(_COUNT), values)
    return [
        StepCount(
            status=Status(row["status"]),
            waiting=row["waiting"],
            overdue=row["overdue"],
            held=row["held"],
        )
        for row in found.mappings()
    ]


def _step_of(status: Status) -> str:
    """The office's own step that is due in a status; none while the applicant is asked."""
    return next((one.step.value for one in tasks_at(status)), "")


def _branches(query: ApplicationQuery) -> Sequence[str]:
    """One, or one for each way in which a text may be meant."""
    if query.text is None:
        return (_branch(query, "true"),)
    return (
        _branch(query, "a.receipt_number = :receipt"),
        _branch(query, "a.reference = :text"),
        _branch(query, "a.name_key ~>=~ :name_from and a.name_key ~<~ :name_to"),
    )


def _branch(query: ApplicationQuery, meant: str) -> str:
    sort, _, way = _ORDERS[query.order]
    conditions = [meant, *_conditions(query)]
    source = _source(query)
    leading = _leading(query)
    key = leading if sort == "a.id" else sort
    select = (
        f"select {_COLUMNS}, {sort} as sort_key from {source} where {' and '.join(conditions)}"  # noqa: S608
        f" order by {key} {way}, {leading} {way} limit :limit"
    )
    scopes = _scopes(query)
    if not scopes:
        return select
    return f"select one.* from {' cross join '.join(scopes)} cross join lateral ({select}) one"  # noqa: S608


def _leading(query: ApplicationQuery) -> str:
    """The id of the part that leads, so that the page comes in the order of its index."""
    if _ORDERS[query.order][0] != "a.id":
        return "a.id"
    if query.agency is not None:
        return "r.application_id"
    return "h.application_id" if _is_held_by_somebody(query) else "a.id"


def _is_held_by_somebody(query: ApplicationQuery) -> bool:
    return query.holding is not None and query.holding.name is not None


def _source(query: ApplicationQuery) -> str:
    source = "application a"
    if query.agency is not None:
        source = "recommendation r join application a on a.id = r.application_id"
    if _is_held_by_somebody(query):
        source += " join step_claim h on h.application_id = a.id"
    if query.is_overdue:
        source += " join office o on o.code = a.office_code"
    return source


def _scopes(query: ApplicationQuery) -> list[str]:
    """The lists of which each pair has a branch of its own."""
    if query.owner is not None:
        return []
    scopes = ["unnest(cast(:offices as text[])) as place(office)"]
    if query.agency is not None:
        return [*scopes, "unnest(cast(:states as text[])) as advice(state)"]
    if query.statuses:
        scopes.append("unnest(cast(:statuses as text[])) as stage(status)")
    return scopes


def _conditions(query: ApplicationQuery) -> list[str]:
    found = _bounds(query)
    if query.after is not None:
        found.append(_beyond(query))
    asked = (
        (query.service_code, "a.service_code = :service"),
        (query.channel, "a.channel = :channel"),
        (query.due_before, f"{_DUE} < cast(:due_before as date)"),
        (query.submitted_before, f"{_SUBMITTED} < cast(:submitted_before as timestamptz)"),
        (query.is_overdue or None, _IS_OVERDUE),
        (query.is_answer_overdue or None, _ANSWER_IS_OVERDUE),
    )
    found += [condition for value, condition in asked if value is not None]
    if query.turn is not None:
        found.append(_TURNS[query.turn])
    if query.holding is not None:
        found.append(_HELD_BY if query.holding.name is not None else f"not {_IS_HELD}")
    return found


def _bounds(query: ApplicationQuery) -> list[str]:
    if query.owner is not None:
        within = ["a.status = any(cast(:statuses as text[]))"] if query.statuses else []
        return ["a.owner = :owner", *within]
    if query.agency is not None:
        within = ["a.status = any(cast(:statuses as text[]))"] if query.statuses else []
        return [
            "r.office_code = place.office and r.agency = :agency and r.state = advice.state",
            _VISIBLE,
            *within,
        ]
    found = ["a.office_code = place.office", _VISIBLE]
    if query.statuses:
        found.append("a.status = stage.status")
        if set(query.statuses) <= set(OPEN) and not query.is_overdue:
            # Says to the planner what the partial indexes hold; what is overdue has its own.
            found.append("a.status in ('submitted', 'returned', 'verified', 'validated', 'signed')")
    return found


def _beyond(query: ApplicationQuery) -> str:
    sort, kind, way = _ORDERS[query.order]
    comparison = "<" if way == "desc" else ">"
    if kind is None:
        return f"{_leading(query)} {comparison} :after_id"
    return (
        f"({sort}, a.id) {comparison}"
        f" (least(cast(:after_value as {kind}), 'infinity'::{kind}), :after_id)"
    )


def page_values(query: ApplicationQuery) -> dict[str, Any]:
    """What is asked for, by the names in the statement."""
    after, text = query.after, query.text or ""
    holding = query.holding
    every_state = ["asked", "approved", "rejected"]
    lowered = text.lower()
    return {
        "limit": query.limit + 1,
        "now": query.now,
        # Later than today is anywhere: narrows by the index, the office's own day decides.
        "surely_not_due": (query.now + timedelta(days=1)).date(),
        "after_id": after.id if after else None,
        "after_value": after.value if after else None,
        "owner": query.owner,
        "offices": list(query.offices),
        "agency": query.agency,
        "states": [query.agency_state.value] if query.agency_state else every_state,
        "statuses": [one.value for one in query.statuses],
        "service": query.service_code,
        "channel": query.channel,
        "due_before": query.due_before,
        "submitted_before": query.submitted_before,
        "holder": holding.name if holding else None,
        "holding_agency": holding.agency if holding else "",
        "receipt": text.upper(),
        "text": text,
        "name_from": lowered,
        "name_to": f"{lowered}\U0010ffff",
    }


def _row_of(row: Any) -> ApplicationRow:
    values = dict(row)
    clock = from_json(values.pop("clock"))
    del values["sort_key"], values["gate_state"], values["owner"]
    return ApplicationRow(
        **values
        | {
            "channel": Channel(values["channel"]),
            "mode": Mode(values["mode"]),
            "status": Status(values["status"]),
            "last_move": ClockMove(clock[-1]["move"]) if clock else None,
            "asked": tuple(values["asked"]),
            "claims": tuple(claim_of(one) for one in from_json(values["claims"])),
        }
    )
