"""The other services' internal routes, and the gateway's own, asked alike."""

import asyncio
from collections.abc import Mapping
from typing import Any

from gateway.application.accounts.grant import SERVICE
from shared.errors import Unavailable
from shared.module import ASGIApp
from shared.services import Answer, call
from shared.tokens import SystemTokens

READY_SECONDS = 3.0


class Siblings:
    """`own` is the gateway's inner app; it is set when that stands."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens) -> None:
        self._services = services
        self._tokens = tokens
        self.own: ASGIApp | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every service that there is, the gateway among them."""
        return tuple(self._apps())

    async def ask(
        self,
        service: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        json: Any = None,
    ) -> Answer:
        """One service's answer to an internal request; raises Unavailable."""
        app = self._apps().get(service)
        if app is None:
            raise Unavailable
        return await call(
            app,
            method,
            path,
            token=self._tokens.issue(SERVICE, service),
            query={name: value for name, value in (query or {}).items() if value is not None},
            json=json,
        )

    async def ask_all(
        self, method: str, path: str, *, query: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        """Every service's JSON; raises Unavailable when one does not answer: a part that is
        missing must not look like the whole."""
        names = self.names
        answers = await asyncio.gather(
            *(self.ask(name, method, path, query=query) for name in names)
        )
        return {name: answer.require() for name, answer in zip(names, answers, strict=True)}

    async def forward(
        self,
        service: str,
        path: str,
        *,
        token: str | None,
        language: str | None = None,
        query: Mapping[str, object] | None = None,
    ) -> Answer:
        """A GET in the caller's own name, or in nobody's; raises Unavailable."""
        app = self._apps().get(service)
        if app is None:
            raise Unavailable
        return await call(app, "GET", path, token=token, language=language, query=query)

    async def described(self) -> dict[str, Any]:
        """The OpenAPI description of every service that answers."""
        names = self.names
        answers = await asyncio.gather(
            *(call(self._apps()[name], "GET", "/openapi.json") for name in names),
            return_exceptions=True,
        )
        return {
            name: answer.json
            for name, answer in zip(names, answers, strict=True)
            if isinstance(answer, Answer) and answer.status == 200
        }

    async def are_ready(self) -> bool:
        """Whether every other service can take work."""
        answers = await asyncio.gather(
            *(
                call(app, "GET", "/readyz", timeout=READY_SECONDS)
                for name, app in self._services.items()
                if name != SERVICE
            ),
            return_exceptions=True,
        )
        return all(isinstance(one, Answer) and one.status == 200 for one in answers)

    def _apps(self) -> dict[str, ASGIApp]:
        # Looked up each time: a host may fill in the services after the gateway was built.
        apps = {name: app for name, app in self._services.items() if name != SERVICE}
        return apps | ({SERVICE: self.own} if self.own is not None else {})
