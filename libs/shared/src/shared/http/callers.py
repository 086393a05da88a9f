"""Who calls and which version they hold, read from the headers."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request

from shared.errors import InvalidRequest, Unauthenticated
from shared.http.problems import PreconditionRequired
from shared.identity import ANYBODY, Caller, Role
from shared.tokens import SystemTokens, TokenVerifier

# Dependencies are coroutines although they wait for nothing: plain functions would each cost a
# trip through the framework's thread pool.
_ETAG = re.compile(r'^(?:W/)?"(\d{1,18})"$')


def caller_of(request: Request) -> Caller:
    """The caller behind the bearer token, ANYBODY without one; raises Unauthenticated."""
    header = request.headers.get("authorization")
    if header is None:
        return ANYBODY
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    verifier: TokenVerifier = request.app.state.verifier
    return verifier.verify(token)


async def _anybody(request: Request) -> Caller:
    return caller_of(request)


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in who is signed in and, where roles are named, holds one of them."""

    roles: tuple[Role, ...] = ()

    async def __call__(self, request: Request) -> Caller:
        """The caller; raises Unauthenticated, Forbidden."""
        caller = caller_of(request)
        if caller is ANYBODY:
            raise Unauthenticated
        if self.roles:
            caller.require(*self.roles)
        return caller

    async def judge(self, request: Request) -> None:
        """The same, of what could not be read."""
        await self(request)


def by(*roles: Role) -> list[Any]:
    """`dependencies=` of a route for these roles: whoever holds none of them is turned away before
    what was sent is looked at."""
    return [Depends(Door(roles))]


async def _system(request: Request) -> Caller:
    system: SystemTokens = request.app.state.system_tokens
    _, _, token = request.headers.get("authorization", "").partition(" ")
    caller = system.verify(token, target=request.app.state.service)
    caller.require(Role.SYSTEM)
    return caller


_Version = Annotated[
    str | None, Header(alias="If-Match", description="The ETag of the version you have read.")
]


async def _if_match(value: _Version = None) -> int | None:
    if value is None or value.strip() == "*":
        return None
    match = _ETAG.match(value.strip())
    if match is None:
        raise InvalidRequest(pointers=(("/headers/if-match", "etag"),))
    return int(match[1])


async def _required_if_match(value: _Version = None) -> int:
    version = await _if_match(value)
    if version is None:
        raise PreconditionRequired
    return version


Anybody = Annotated[Caller, Depends(_anybody)]
SignedIn = Annotated[Caller, Depends(Door())]
System = Annotated[Caller, Depends(_system)]
IfMatch = Annotated[int | None, Depends(_if_match)]
RequiredIfMatch = Annotated[int, Depends(_required_if_match)]
