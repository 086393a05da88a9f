"""Somebody who uses the API from outside: signs in with an account of the first start, and asks."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import httpx

from satupintu.home import Home

Json = dict[str, Any]
FoundT = TypeVar("FoundT")


class TooSlow(TimeoutError):
    """What was waited for has not come."""


class Answered(RuntimeError):
    """The door answered something else than was expected."""


class Visitor(Protocol):
    """A caller of the API."""

    async def call(
        self, method: str, path: str, *, expect: int | None = 200, **kwargs: Any
    ) -> httpx.Response:
        """One request; raises when the status is another."""
        ...

    async def get(self, path: str, *, expect: int | None = 200, **kwargs: Any) -> Any:
        """The JSON of a GET."""
        ...

    async def post(
        self, path: str, body: Json | None = None, *, expect: int | None = 200, **kwargs: Any
    ) -> Any:
        """The JSON that a POST is answered with."""
        ...


class Door(Protocol):
    """Where callers come in."""

    @property
    def nobody(self) -> Visitor:
        """A caller without an account."""
        ...

    async def staff(self, role: str, office: str) -> Visitor:
        """Who holds a role in an office."""
        ...


@dataclass(slots=True)
class SignedIn:
    """One caller, with a token or without."""

    http: httpx.AsyncClient
    token: str | None = None

    async def call(
        self, method: str, path: str, *, expect: int | None = 200, **kwargs: Any
    ) -> httpx.Response:
        """One request; raises Answered when the status is another."""
        headers = dict(kwargs.pop("headers", None) or {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        answer = await self.http.request(method, path, headers=headers, **kwargs)
        if expect is not None and answer.status_code != expect:
            raise Answered(f"{method} {path}: {answer.status_code} {answer.text[:800]}")
        return answer

    async def get(self, path: str, *, expect: int | None = 200, **kwargs: Any) -> Any:
        """The JSON of a GET."""
        return (await self.call("GET", path, expect=expect, **kwargs)).json()

    async def post(
        self, path: str, body: Json | None = None, *, expect: int | None = 200, **kwargs: Any
    ) -> Any:
        """The JSON that a POST is answered with."""
        return (await self.call("POST", path, expect=expect, json=body or {}, **kwargs)).json()


@dataclass(slots=True)
class HomeDoor:
    """The door of a deployment, with the accounts that stand in its home."""

    http: httpx.AsyncClient
    home: Home
    _known: dict[tuple[str, str], SignedIn] = field(default_factory=dict)

    @property
    def nobody(self) -> SignedIn:
        """A caller without an account."""
        return SignedIn(self.http)

    async def staff(self, role: str, office: str) -> SignedIn:
        """Who holds a role in an office, signed in once."""
        if (role, office) not in self._known:
            accounts = json.loads(self.home.accounts_file.read_text(encoding="utf-8"))["accounts"]
            account = next(
                one for one in accounts if (one["role"], one["office_code"]) == (role, office)
            )
            form = {
                "grant_type": "password",
                "username": account["username"],
                "password": account["password"],
            }
            answer = await self.nobody.call("POST", "/v1/auth/token", data=form)
            self._known[role, office] = SignedIn(self.http, answer.json()["access_token"])
        return self._known[role, office]


async def eventually(
    check: Callable[[], Awaitable[FoundT | None]], *, seconds: float = 90
) -> FoundT:
    """Polls until the check gives something true; raises TooSlow."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        if found := await check():
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise TooSlow(getattr(check, "__name__", "check"))
        await asyncio.sleep(0.05)
