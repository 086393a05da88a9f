"""Supervision of an office, for everybody: a page, and by Accept the same as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import HTMLResponse, Response

from reporting_service.application.ports import Ports
from reporting_service.application.supervision_overview import (
    SupervisionOverview,
    supervision_overview,
)
from reporting_service.domain.supervision import SupervisionYear
from reporting_service.entrypoints.pages.report import Office
from reporting_service.entrypoints.pages.supervision_texts import (
    KINDS,
    RULES,
    SUPERVISION_TEXTS,
    WORDS,
)
from shared.calendar.written import long_date
from shared.errors import NotFound
from shared.http import Representation, respond
from shared.http.language import Language, Reads
from shared.http.pages import Pages

Accept = Annotated[str, Header(max_length=500)]
_PAGES = Pages(__package__ or "", SUPERVISION_TEXTS)
_JSON, _HTML = "application/json", "text/html"


def supervision_router(ports: Ports) -> APIRouter:
    """`/supervision/{office}`."""
    router = APIRouter(include_in_schema=False, prefix="/supervision")

    @router.get("/{office}")
    async def show(office: Office, language: Reads, accept: Accept = _HTML) -> Response:
        if _wants_json(accept):
            found = await supervision_overview(office, ports)
            return respond(Representation(body=_body(found), headers={"Vary": "Accept"}))
        try:
            found = await supervision_overview(office, ports)
        except NotFound:
            return _PAGES.message("not_found", language, status=404)
        return _page(found, language)

    return router


def _wants_json(accept: str) -> bool:
    """Whether JSON is named, and not after a page."""
    wished = accept.lower()
    return _JSON in wished and (_HTML not in wished or wished.index(_JSON) < wished.index(_HTML))


def _body(found: SupervisionOverview) -> dict[str, Any]:
    rules = found.rules
    return {
        "office_code": found.office.code,
        "office_name": found.office.name,
        "as_of": found.freshness.as_of,
        "lag_seconds": round(found.freshness.lag_seconds, 3),
        "rule_set": rules and {name: rules[name] for name in ("version", "sets", "rules")},
        "procedure": rules and rules["procedure"],
        "checklist": rules and rules["checklist"],
        "years": [_year(one) for one in found.years],
    }


def _year(one: SupervisionYear) -> dict[str, Any]:
    return {
        "year": one.year,
        "plans": one.plans,
        "visits_planned": one.visits,
        "assigned": one.assigned,
        "done": one.done,
        "not_done": one.not_done,
        "results": [
            {
                "kind": kind,
                "total": breakdown.total,
                "cells": [
                    {"code": word, "count": count, "is_suppressed": count is None}
                    for word, count in breakdown.cells.items()
                ],
            }
            for kind, breakdown in one.results.items()
        ],
    }


def _page(found: SupervisionOverview, language: Language) -> HTMLResponse:
    rules = found.rules
    as_of = found.freshness.as_of
    return _PAGES.page(
        "supervision.html",
        language,
        title=SUPERVISION_TEXTS[language]["title"],
        office_name=found.office.name,
        sets=[_dated(one, language) for one in rules["sets"]] if rules else [],
        rules=[_rule(one, language) for one in rules["rules"]] if rules else [],
        procedure=rules and rules["procedure"],
        checklist=rules and rules["checklist"],
        years=found.years,
        results=[_rows(kind, found.years, language) for kind in found.years[0].results]
        if found.years
        else [],
        as_of=None if as_of is None else long_date(found.office.today(as_of), language),
    )


def _dated(one: Mapping[str, Any], language: Language) -> str:
    texts = SUPERVISION_TEXTS[language]
    text = f"{one['title']}, {texts['since']} {_day(one['effective_from'], language)}"
    until = one["effective_to"]
    return text if until is None else f"{text} {texts['until']} {_day(until, language)}"


def _day(day: str, language: Language) -> str:
    return long_date(date.fromisoformat(day), language)


def _rule(one: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """What the rule says in words; one that has no words here is shown by its name and source."""
    name, words = RULES[language].get(one["rule"], (one["rule"], ""))
    try:
        content = words.format(**one["values"])
    except (KeyError, IndexError):
        content = ""
    return {"name": name, "content": content, "source": one["source"], "verified": one["verified"]}


def _rows(kind: Any, years: tuple[SupervisionYear, ...], language: Language) -> dict[str, Any]:
    """A kind of result: a row per word with a figure per year, and the totals under them."""
    of_years = [one.results[kind] for one in years]
    words = tuple(of_years[0].cells)
    return {
        "name": KINDS[language][kind],
        "rows": [
            {
                "name": WORDS[language][word],
                "figures": [
                    _figure(one.cells[word], language, is_few=not one.keeps_total)
                    for one in of_years
                ],
            }
            for word in words
        ],
        "totals": [_figure(one.total, language, is_few=one.keeps_total) for one in of_years]
        if len(words) > 1
        else [],
    }


def _figure(figure: int | None, language: Language, *, is_few: bool) -> str:
    """A hidden figure is under five, or hidden since another one is."""
    if figure is not None:
        return str(figure)
    return SUPERVISION_TEXTS[language]["few" if is_few else "hidden"]
