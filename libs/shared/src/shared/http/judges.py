"""Who asks is judged before what was sent: 401, 403 and 404 come before 422, 412 and 409.

A route names its judges among its dependencies. They are asked again whenever what was sent is
refused for its shape, so that nobody learns what a request must look like who may not make it.
"""

from typing import Protocol, runtime_checkable

from fastapi import Request
from fastapi.dependencies.models import Dependant


@runtime_checkable
class Judge(Protocol):
    """A dependency that says who may ask."""

    async def judge(self, request: Request) -> None:
        """Raises Unauthenticated, Forbidden or NotFound for who may not."""


async def judge_who_asks(request: Request) -> None:
    """Asks every judge of the route that the request took."""
    dependant: Dependant | None = getattr(request.scope.get("route"), "dependant", None)
    if dependant is not None:
        await _ask(dependant, request)


async def _ask(dependant: Dependant, request: Request) -> None:
    for one in dependant.dependencies:
        if isinstance(one.call, Judge):
            await one.call.judge(request)
        await _ask(one, request)
