"""Signing in over HTTP (OAuth 2.0 form requests) and the keys that verify tokens."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from gateway.application.accounts.grant import Grant
from gateway.application.accounts.refresh_session import RefreshSession, refresh_session
from gateway.application.accounts.sign_in import SignIn, sign_in
from gateway.application.ports import Ports
from gateway.entrypoints.api.answers import KeysAnswer, TokenAnswer
from gateway.entrypoints.witness import SIGNED_IN
from shared.errors import InvalidRequest, Unauthenticated
from shared.http import Representation, answers, respond

NO_STORE = {"Cache-Control": "no-store"}
KEYS_SECONDS = 300

_Text = Annotated[str | None, Form(max_length=1_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    username: str | None
    password: str | None
    refresh_token: str | None
    client: tuple[str, str] | None
    address: str
    user_agent: str


def tokens_router(ports: Ports, jwks: Mapping[str, Any]) -> APIRouter:
    """`/v1/auth/token` and `/.well-known/jwks.json`."""
    router = APIRouter(tags=["identity"])

    @router.post("/v1/auth/token", responses=answers(TokenAnswer))
    async def token(
        request: Request,
        grant_type: Annotated[str, Form(max_length=60)],
        username: _Text = None,
        password: _Text = None,
        refresh_token: _Text = None,
        client_id: _Text = None,
        client_secret: _Text = None,
    ) -> Response:
        """An access token by password, refresh token or client credentials."""
        client = (client_id, client_secret) if client_id and client_secret else None
        asked = _Asked(
            username=username,
            password=password,
            refresh_token=refresh_token,
            client=client or _basic(request),
            address=request.client.host if request.client else "",
            user_agent=request.headers.get("user-agent", ""),
        )
        grant = await _granted(grant_type, asked, ports)
        request.scope[SIGNED_IN] = grant.caller
        return respond(Representation(body=_shape(grant), headers=dict(NO_STORE)))

    @router.get("/.well-known/jwks.json", responses=answers(KeysAnswer))
    async def keys() -> Response:
        """The public keys that access tokens are verified with."""
        headers = {"Cache-Control": f"public, max-age={KEYS_SECONDS}"}
        return respond(Representation(body=dict(jwks), headers=headers))

    return router


async def _granted(grant_type: str, asked: _Asked, ports: Ports) -> Grant:
    if grant_type == "password":
        name, secret = _needed(asked.username, "username"), _needed(asked.password, "password")
        command = SignIn(
            username=name, password=secret, address=asked.address, user_agent=asked.user_agent
        )
        return await sign_in(command, ports)
    if grant_type == "client_credentials":
        if asked.client is None:
            raise InvalidRequest(pointers=(("/client_id", "missing"),))
        name, secret = asked.client
        command = SignIn(username=name, password=secret, address=asked.address, is_client=True)
        return await sign_in(command, ports)
    if grant_type == "refresh_token":
        secret = _needed(asked.refresh_token, "refresh_token")
        return await refresh_session(RefreshSession(refresh_token=secret), ports)
    raise InvalidRequest(pointers=(("/grant_type", "unsupported_grant_type"),))


def _needed(value: str | None, name: str) -> str:
    if not value:
        raise InvalidRequest(pointers=((f"/{name}", "missing"),))
    return value


def _basic(request: Request) -> tuple[str, str] | None:
    """Client id and secret from HTTP Basic (RFC 6749 2.3.1)."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, separator, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        raise Unauthenticated from None
    return (name, secret) if separator else None


def _shape(grant: Grant) -> dict[str, Any]:
    body: dict[str, Any] = {
        "access_token": grant.access_token,
        "token_type": "Bearer",
        "expires_in": grant.expires_in,
    }
    if grant.refresh_token is not None:
        body["refresh_token"] = grant.refresh_token
    return body
