"""Pages: the form on a phone, and on the office's device by receipt number."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from shared.errors import NotFound, Refusal, Unavailable
from shared.http.language import Language, Reads
from survey_service.application.answer_survey import AnswerSurvey, answer_survey, read_form
from survey_service.application.ports import Ports
from survey_service.domain.errors import (
    AlreadyAnswered,
    AnswersNotValid,
    InvitationExpired,
    SurveyNotOpen,
)
from survey_service.domain.questionnaire import LONGEST_SUGGESTION
from survey_service.entrypoints.pages.form import (
    NOTHING_SENT,
    Sent,
    faulty_codes,
    filled_of,
    form_values,
)
from survey_service.entrypoints.pages.rendering import message_page, page
from survey_service.entrypoints.pages.texts import TEXTS

MOST_FIELDS = 100
Answer = HTMLResponse | RedirectResponse
STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    AlreadyAnswered: 409,
    SurveyNotOpen: 409,
    InvitationExpired: 410,
    Unavailable: 503,
}


def pages_router(ports: Ports) -> APIRouter:
    """`/survey`, `/survey/{reference}` and the thanks after it."""
    router = APIRouter(
        prefix="/survey", include_in_schema=False, default_response_class=HTMLResponse
    )

    @router.get("", response_model=None)
    async def find(language: Reads, receipt: str = "") -> Answer:
        if receipt.strip():
            place = f"/survey/{quote(receipt.strip(), safe='')}?lang={language}"
            return RedirectResponse(place, 303)
        return page("find.html", language, title=TEXTS[language]["title"])

    @router.get("/thanks")
    async def thanks(language: Reads) -> HTMLResponse:
        return message_page("thanks", language, status=200)

    @router.get("/{reference}")
    async def show(reference: str, language: Reads) -> HTMLResponse:
        try:
            return await _form(reference, language, ports, NOTHING_SENT)
        except tuple(STATUS) as refusal:
            return _why_not(refusal, language)

    @router.post("/{reference}", response_model=None)
    async def answer(reference: str, request: Request, language: Reads) -> Answer:
        try:
            fields = _texts(await request.form(max_files=0, max_fields=MOST_FIELDS))
        except HTTPException:
            fields = {}
        try:
            return await _answered(reference, fields, language, ports)
        except tuple(STATUS) as refusal:
            return _why_not(refusal, language)

    return router


async def _answered(
    reference: str, fields: dict[str, str], language: Language, ports: Ports
) -> Answer:
    """Thanks, or the form again with what is missing."""
    try:
        await answer_survey(AnswerSurvey(reference=reference, filled=filled_of(fields)), ports)
    except AnswersNotValid as refusal:
        faulty = faulty_codes(refusal.pointers)
        return await _form(reference, language, ports, Sent(fields=fields, faulty=faulty))
    # Loading the page of thanks again sends nothing again.
    return RedirectResponse(f"/survey/thanks?lang={language}", 303)


async def _form(reference: str, language: Language, ports: Ports, sent: Sent) -> HTMLResponse:
    form = await read_form(reference, ports)
    return page(
        "form.html",
        language,
        title=TEXTS[language]["title"],
        status=422 if sent.faulty else 200,
        office_name=form.office.name,
        **form_values(form, language, sent),
    )


def _why_not(refusal: Refusal, language: Language) -> HTMLResponse:
    status = next(status for kind, status in STATUS.items() if isinstance(refusal, kind))
    return message_page(refusal.code, language, status=status)


def _texts(form: FormData) -> dict[str, str]:
    return {
        name: value[:LONGEST_SUGGESTION] for name, value in form.items() if isinstance(value, str)
    }
