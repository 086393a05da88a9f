"""A client that calls an app without a socket."""

import httpx

from shared.module import ASGIApp


def client(app: ASGIApp, **headers: str) -> httpx.AsyncClient:
    """Use as an async context manager; errors of the app are answers, as behind a server."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url="http://satupintu.test",
        headers=headers,
    )
