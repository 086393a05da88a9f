"""`/documents/{token}`: the document itself, or a page that says how to come to a new link."""

from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from permit_service.application.document_links import SendNewLink, open_by_link, send_new_link
from permit_service.domain.document_link import LinkedDocument
from permit_service.domain.errors import DocumentLinkEnded, TooManyDownloads
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.files import attachment
from permit_service.entrypoints.pages.texts import TEXTS
from shared.errors import NotFound, Refusal, Unavailable
from shared.http import Anybody
from shared.http.language import Language, Reads
from shared.http.pages import Pages

MAX_RECEIPT = 100
STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    DocumentLinkEnded: 410,
    TooManyDownloads: 429,
    Unavailable: 503,
}
# What the saved file is called.
NAMES = {LinkedDocument.LICENCE: "izin", LinkedDocument.REJECTION_LETTER: "surat-penolakan"}
_pages = Pages("permit_service.entrypoints.pages", TEXTS)

router = APIRouter(prefix="/documents", include_in_schema=False)


@router.get("", response_model=None)
async def ask(language: Reads) -> HTMLResponse:
    return _form(language, title="ask", status=200)


@router.post("", response_model=None)
async def request_link(request: Request, language: Reads, api: Permits) -> Response:
    try:
        form = await request.form(max_files=0, max_fields=2)
        receipt = cast("str", form.get("receipt") or "")[:MAX_RECEIPT].strip()
    except HTTPException:
        receipt = ""
    if not receipt or "\x00" in receipt:
        return _form(language, title="ask", status=422)
    await send_new_link(SendNewLink(receipt_number=receipt), api.ports)
    # Loading the page again asks for nothing again.
    return RedirectResponse(f"/documents/requested?lang={language}", 303)


@router.get("/requested")
async def requested(language: Reads) -> HTMLResponse:
    return _pages.message("requested", language, status=200)


@router.get("/{token}", response_model=None)
async def open_document(token: str, language: Reads, caller: Anybody, api: Permits) -> Response:
    try:
        link, chunks = await open_by_link(token, caller, api.ports)
    except tuple(STATUS) as refusal:
        return _why_not(refusal, language)
    answer = attachment(chunks, name=NAMES[link.document], media_type="application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    # The address holds the secret.
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _why_not(refusal: Refusal, language: Language) -> HTMLResponse:
    status = next(status for kind, status in STATUS.items() if isinstance(refusal, kind))
    if status in {404, 410}:
        return _form(language, title=refusal.code, status=status)
    answer = _pages.message(refusal.code, language, status=status)
    if refusal.retry_after_seconds is not None:
        answer.headers["Retry-After"] = str(refusal.retry_after_seconds)
    return answer


def _form(language: Language, *, title: str, status: int) -> HTMLResponse:
    texts = TEXTS[language]
    message = "" if title == "ask" else texts[title]
    name = texts[f"{title}_title"]
    return _pages.page("link.html", language, title=name, status=status, message=message)
