"""The published picture: the index of a period and its nine elements, for anybody."""

import re
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from shared.calendar.office_time import Period
from shared.calendar.written import long_date
from shared.errors import InvalidRequest, NotFound
from shared.http.language import Language, Reads
from survey_service.application.improve import list_improvements
from survey_service.application.ports import Ports
from survey_service.application.read_index import IndexReport, ReadIndex, read_index
from survey_service.domain.improvement import LOWEST_ELEMENTS, Improvement
from survey_service.domain.questionnaire import HIGHEST_ANSWER, Element, Questionnaire
from survey_service.domain.satisfaction_index import ElementScore, shown
from survey_service.entrypoints.language import in_language
from survey_service.entrypoints.pages.rendering import message_page, page
from survey_service.entrypoints.pages.texts import TEXTS

BAR_WIDTH = 300
_OFFICE = re.compile(r"[0-9]{2}(\.[0-9]{2})?")


def results_router(ports: Ports, standard: Questionnaire) -> APIRouter:
    """`/survey/results/{office_code}/{period}`."""
    router = APIRouter(prefix="/survey/results", include_in_schema=False)
    names = {one.element: one.name for one in standard.elements}

    @router.get("/{office_code}/{period}")
    async def show(office_code: str, period: str, language: Reads) -> HTMLResponse:
        if _OFFICE.fullmatch(office_code) is None:
            return message_page("not_found", language, status=404)
        try:
            report = await read_index(ReadIndex(office_code=office_code, period=period), ports)
            improvements = await list_improvements(office_code, report.period.label, ports)
        except (NotFound, InvalidRequest):
            return message_page("not_found", language, status=404)
        named = {element: in_language(name, language) for element, name in names.items()}
        return page(
            "results.html",
            language,
            title=TEXTS[language]["results_title"],
            office_name=report.office.name,
            improvements=[_improvement(one, named, language) for one in improvements],
            **_figures(report, named, language),
        )

    return router


def _figures(report: IndexReport, named: dict[Element, str], language: Language) -> dict[str, Any]:
    index = report.index
    low = set(index.ranking[:LOWEST_ELEMENTS])
    return {
        "period": _days(report.period, language),
        "year": report.period.first_day.year,
        "ikm": None if index.ikm is None else _printed(index.ikm, language),
        "grade": None if index.grade is None else index.grade.code,
        "label": None if index.grade is None else in_language(index.grade.label, language),
        "respondents": index.respondents,
        "lowest": None if index.lowest is None else named[index.lowest],
        "highest": None if index.highest is None else named[index.highest],
        "population": report.sample.population,
        "required": report.sample.required,
        "bars": [
            _bar(score, named[score.element], language, is_low=score.element in low)
            for score in index.elements
        ],
    }


def _bar(score: ElementScore, name: str, language: Language, *, is_low: bool) -> dict[str, Any]:
    nrr = shown(score.nrr, 3) or Decimal(0)
    width = round(nrr * BAR_WIDTH / HIGHEST_ANSWER, 1)
    return {"name": name, "nrr": _printed(nrr, language), "width": width, "is_low": is_low}


def _improvement(one: Improvement, named: dict[Element, str], language: Language) -> dict[str, Any]:
    return {
        "name": named[one.element],
        "owner": one.owner,
        "action": one.action,
        "state": TEXTS[language][f"state_{one.state.value}"],
        "due_on": long_date(one.due_on, language),
    }


def _days(period: Period, language: Language) -> str:
    first, last = (long_date(day, language) for day in (period.first_day, period.last_day))
    return f"{first} – {last}"


def _printed(figure: Decimal, language: Language) -> str:
    """With a decimal comma in Indonesian."""
    return str(figure) if language == "en" else str(figure).replace(".", ",")
