"""The public pages: is this licence real, and how far is my application.

They show what the API says to anybody, at the moment of asking, and nothing from elsewhere: no
script, no font, no picture.
"""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gateway.application.sibling_ports import Siblings
from gateway.entrypoints.pages.texts import STATUSES, TEXTS
from gateway.entrypoints.routes import PERMIT
from shared.errors import Unavailable

MAX_SEGMENT = 200
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
        return HTMLResponse(_rendered(page, language, status, found), status, dict(_HEADERS))

    return router


def language_of(request: Request) -> str:
    """Indonesian, unless English is asked for before it."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    for one in asked.lower().split(","):
        if one.strip()[:2] in {"id", "en"}:
            return one.strip()[:2]
    return "id"


async def _asked(siblings: Siblings, path: str, language: str) -> tuple[int, dict[str, Any] | None]:
    try:
        answer = await siblings.forward(PERMIT, path, token=None, language=language)
    except Unavailable:
        return 503, None
    if answer.status == 200:
        return 200, answer.json
    return (503, None) if answer.status >= 500 else (404, None)


def _rendered(page: str, language: str, status: int, found: dict[str, Any] | None) -> str:
    name = page if found is not None else "absent"
    return _pages.get_template(f"{name}.html.jinja").render(
        language=language,
        page=page,
        status=status,
        found=found,
        texts=TEXTS[language],
        statuses=STATUSES[language],
    )
