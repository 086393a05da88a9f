"""What can be asked and what is told, described: OpenAPI, AsyncAPI and a page for people."""

import asyncio
from html import escape
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from gateway.application.accounts.grant import SERVICE
from gateway.application.descriptions.describe_api import merged
from gateway.application.descriptions.describe_events import described, every_contract
from gateway.application.sibling_ports import Siblings
from gateway.entrypoints.routes import service_for
from shared.http import Representation, respond

KEPT_SECONDS = 60.0
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1b1b;background:#fff}h2{margin-top:2rem;border-bottom:1px solid #ccc}"
    "dt{font-family:ui-monospace,monospace;margin-top:.6rem;"
    "overflow-wrap:anywhere}dt b{display:inline-block;"
    "min-width:4.5rem}dd{margin:0 0 0 4.5rem;color:#444}"
)


def descriptions_router(siblings: Siblings, *, public_base_url: str) -> APIRouter:
    """`/v1/openapi.json`, `/v1/asyncapi.json` and `/docs`."""
    router = APIRouter(include_in_schema=False)
    whole = _Whole(siblings, public_base_url)

    @router.get("/v1/openapi.json")
    async def openapi() -> Response:
        return respond(Representation(body=await whole.openapi()))

    @router.get("/v1/asyncapi.json")
    async def asyncapi() -> Response:
        body = described(every_contract(), title="SatuPintu", version=_version())
        return respond(Representation(body=body))

    @router.get("/docs")
    async def docs() -> Response:
        headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
        return HTMLResponse(_page(await whole.openapi()), headers=headers)

    return router


class _Whole:
    """The merged description; kept for a minute when every service was there."""

    def __init__(self, siblings: Siblings, public_base_url: str) -> None:
        self._siblings = siblings
        self._public_base_url = public_base_url
        self._kept: dict[str, Any] | None = None
        self._until = 0.0

    async def openapi(self) -> dict[str, Any]:
        """The OpenAPI description of the whole door."""
        now = asyncio.get_running_loop().time()
        if self._kept is not None and now < self._until:
            return self._kept
        found = await self._siblings.described()
        whole = merged(
            found,
            title="SatuPintu",
            version=_version(),
            server=self._public_base_url,
            answers=lambda path: service_for(path) or SERVICE,
        )
        if len(found) == len(self._siblings.names):
            self._kept, self._until = whole, now + KEPT_SECONDS
        return whole


def _version() -> str:
    return version("satupintu-gateway")


def _page(openapi: dict[str, Any]) -> str:
    """Every operation on one page, with no script and nothing from elsewhere."""
    by_tag: dict[str, list[str]] = {}
    for path, item in openapi["paths"].items():
        for method, operation in item.items():
            by_tag.setdefault(operation["tags"][0], []).append(_entry(method, path, operation))
    body = "".join(
        f"<h2>{escape(tag)}</h2><dl>{''.join(entries)}</dl>"
        for tag, entries in sorted(by_tag.items())
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>SatuPintu API</title><style>{_STYLE}</style></head><body><h1>SatuPintu API</h1>"
        '<p><a href="/v1/openapi.json">OpenAPI 3.1</a> · '
        f'<a href="/v1/asyncapi.json">AsyncAPI 3.0</a></p>{body}</body></html>'
    )


def _entry(method: str, path: str, operation: dict[str, Any]) -> str:
    text = operation.get("description") or operation.get("summary") or ""
    return f"<dt><b>{method.upper()}</b> {escape(path)}</dt><dd>{escape(text)}</dd>"
