"""Routes that read their arguments from the request themselves, for what is asked most.

They are described like any other. What a direct route cannot read as the framework would, it leaves
to the framework, whose answer says what is wrong with it: a client sees no difference.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import HTTPException, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

Reader = Callable[[Request], Awaitable[Any]]

_JSON = "application/json"


class _NotRead(Exception):
    """It is left to the framework, with the body that was taken meanwhile."""

    def __init__(self, body: bytes | None = None) -> None:
        super().__init__()
        self.body = body


class DirectRoute(APIRoute):
    """`APIRouter(route_class=DirectRoute)`: ids in the path, dependencies that read the request,
    and at most one JSON model as the body. Headers that such a dependency names with a `_` only
    describe what it reads. Raises TypeError when it is made for anything else."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self._solved = self.app
        takes = self.dependant
        if takes.query_params or takes.header_params or takes.cookie_params:
            raise TypeError(f"{path} has parameters that the framework has to read")
        self._ids = [_id_name(one) for one in takes.path_params]
        self._readers = [(str(one.name), _reader(one)) for one in takes.dependencies]
        self.app = self._direct

    async def _direct(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        try:
            arguments = {name: _id(request.path_params[name]) for name in self._ids}
            await self._take_body(request, arguments)
        except _NotRead as left:
            rest = receive if left.body is None else _again(left.body, receive)
            await self._solved(scope, rest, send)
            return
        for name, read in self._readers:
            arguments[name] = await read(request)
        response = await self.endpoint(**arguments)
        await response(scope, receive, send)

    async def _take_body(self, request: Request, arguments: dict[str, Any]) -> None:
        """Adds the body, read as the framework does; nothing where there is none and none is
        asked for."""
        field = self.body_field
        if field is None:
            return
        if request.headers.get("content-type") != _JSON:
            raise _NotRead
        try:
            content = await request.body()
        except ClientDisconnect as error:
            raise HTTPException(400) from error
        try:
            given = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise _NotRead(content) from error
        value, faults = field.validate(given, {}, loc=("body",))
        if faults or given is None:
            raise _NotRead(content)
        arguments[field.name] = value


def _id_name(field: Any) -> str:
    if field.field_info.annotation is not UUID:
        raise TypeError(f"{field.name} in the path is not an id")
    return str(field.name)


def _id(text: str) -> UUID:
    """In its usual form alone; the framework knows the others."""
    try:
        value = UUID(text)
    except ValueError as error:
        raise _NotRead from error
    if str(value) != text:
        raise _NotRead
    return value


def _reader(dependant: Dependant) -> Reader:
    """A dependency that is called with the request and nothing else."""
    described = all(one.name.startswith("_") for one in dependant.header_params)
    others = (dependant.path_params, dependant.query_params, dependant.cookie_params)
    if dependant.dependencies or dependant.body_params or any(others) or not described:
        raise TypeError(f"{dependant.name} does not read the request itself")
    if dependant.call is None or dependant.request_param_name is None:
        raise TypeError(f"{dependant.name} does not take the request")
    call, name = dependant.call, dependant.request_param_name

    async def read(request: Request) -> Any:
        return await call(**{name: request})

    return read


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was taken already, then whatever comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received
