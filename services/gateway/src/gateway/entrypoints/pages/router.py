"""The public pages: is this licence real, and how far is my application.

They show what the API says to anybody, at the moment of asking, and nothing from elsewhere: no
script, no font, no picture.
"""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gateway.application.sibling_ports import Siblings
from gateway.entrypoints.pages.texts import STATUSES, TEXTS, day_in, moment_in
from gateway.entrypoints.routes import PERMIT
from shared.errors import Unavailable
from shared.http.language import language_of
from shared.http.pages import Pages

MAX_SEGMENT = 200
_pages = Pages("gateway.entrypoints.pages", TEXTS)


def pages_router(siblings: Siblings) -> APIRouter:
    """`/verification/{token}` and `/tracking/{receipt_number}`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/verification/{token}")
    async def verification(token: str, request: Request) -> HTMLResponse:
        return await _shown("verification", f"/v1/verification/{token[:MAX_SEGMENT]}", request)

    @router.get("/tracking/{receipt_number}")
    async def tracking(receipt_number: str, request: Request) -> HTMLResponse:
        path = f"/v1/tracking/{receipt_number[:MAX_SEGMENT]}"
        return await _shown("tracking", path, request)

    async def _shown(page: str, path: str, request: Request) -> HTMLResponse:
        language = language_of(request)
        status, found = await _asked(siblings, path, language)
        return _pages.page(
            f"{page if found is not None else 'absent'}.html.jinja",
            language,
            title=TEXTS[language][page],
            status=status,
            page=page,
            code=status,
            found=found,
            statuses=STATUSES[language],
            day=partial(day_in, language),
            moment=partial(moment_in, language),
        )

    return router


async def _asked(siblings: Siblings, path: str, language: str) -> tuple[int, dict[str, Any] | None]:
    try:
        answer = await siblings.forward(PERMIT, path, token=None, language=language)
    except Unavailable:
        return 503, None
    if answer.status == 200:
        return 200, answer.json
    return (503, None) if answer.status >= 500 else (404, None)
