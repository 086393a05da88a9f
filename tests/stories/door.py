"""A client of the gateway's REST API, for the people of the stories."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

Json = dict[str, Any]
AGAIN = frozenset({429, 503})
# Conflicts with somebody who is at it, perhaps oneself before a connection broke.
AT_IT = frozenset({"request_in_flight", "signature_in_progress"})


class Unexpected(AssertionError):
    """The door answered something else than the story says."""


@dataclass(slots=True)
class Patience:
    """How long a client tries again, with the same Idempotency-Key, and how often it had to."""

    seconds: float = 0
    retried: int = 0
    replayed: int = 0


@dataclass(slots=True)
class Person:
    """Somebody who is signed in, or nobody in particular."""

    http: httpx.AsyncClient
    token: str | None = None
    username: str | None = None
    passphrase: str | None = None
    patience: Patience = field(default_factory=Patience)

    async def call(
        self, method: str, path: str, *, expect: int | None = 200, **kwargs: Any
    ) -> httpx.Response:
        """One request; raises Unexpected with the answer's body when the status is another."""
        headers = dict(kwargs.pop("headers", None) or {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.patience.seconds and method == "POST" and not path.startswith("/v1/auth/"):
            headers.setdefault("Idempotency-Key", secrets.token_hex(16))
        answer = await self._answered(method, path, headers, kwargs)
        if expect is not None and answer.status_code != expect:
            raise Unexpected(f"{method} {path}: {answer.status_code} {answer.text[:800]}")
        return answer

    async def _answered(
        self, method: str, path: str, headers: dict[str, str], kwargs: Json
    ) -> httpx.Response:
        """The answer; asked for again while nobody answers or the service is away."""
        deadline = asyncio.get_running_loop().time() + self.patience.seconds
        while True:
            is_last = asyncio.get_running_loop().time() >= deadline
            try:
                answer = await self.http.request(method, path, headers=headers, **kwargs)
            except httpx.TransportError:
                if is_last:
                    raise
            else:
                if is_last or not _is_passing(answer):
                    self.patience.replayed += "idempotency-replayed" in answer.headers
                    return answer
            self.patience.retried += 1
            await asyncio.sleep(0.2)

    async def get(self, path: str, *, expect: int | None = 200, **kwargs: Any) -> Any:
        """The JSON of a GET."""
        return (await self.call("GET", path, expect=expect, **kwargs)).json()

    async def post(
        self, path: str, body: Json | None = None, *, expect: int | None = 200, **kwargs: Any
    ) -> Any:
        """The JSON that a POST is answered with."""
        answer = await self.call("POST", path, expect=expect, json=body or {}, **kwargs)
        return answer.json() if answer.content else None


def _is_passing(answer: httpx.Response) -> bool:
    """Whether a client is told to come again."""
    if answer.status_code == 409:
        return answer.json()["code"] in AT_IT
    return answer.status_code in AGAIN


@dataclass(slots=True)
class Door:
    """The gateway's address and the accounts of the first start."""

    http: httpx.AsyncClient
    accounts: list[Json]
    home: Path | None = None
    patience: Patience = field(default_factory=Patience)
    signed_in: dict[tuple[str, str, str | None], Person] = field(default_factory=dict)

    @property
    def nobody(self) -> Person:
        """A caller without an account."""
        return Person(self.http, patience=self.patience)

    async def staff(self, role: str, office: str, *, agency: str | None = None) -> Person:
        """The account of the first start for a role, signed in once."""
        key = (role, office, agency)
        if key not in self.signed_in:
            account = next(
                one
                for one in self.accounts
                if one["role"] == role
                and one["office_code"] == office
                and (agency is None or one.get("agency") == agency)
            )
            person = await self.sign_in(account["username"], account["password"])
            person.passphrase = account.get("signing_passphrase")
            self.signed_in[key] = person
        return self.signed_in[key]

    def forget(self, username: str) -> None:
        """Whoever acts for this account next signs in anew: its sessions have ended."""
        kept = {key: one for key, one in self.signed_in.items() if one.username != username}
        self.signed_in = kept

    async def sign_in(self, username: str, password: str) -> Person:
        """A token by password."""
        form = {"grant_type": "password", "username": username, "password": password}
        answer = await self.nobody.call("POST", "/v1/auth/token", data=form)
        token = answer.json()["access_token"]
        return Person(self.http, token, username, patience=self.patience)


@asynccontextmanager
async def open_door(
    base_url: str, home: Path, *, patience_seconds: float = 0
) -> AsyncIterator[Door]:
    """The door of a running deployment whose accounts stand in its home."""
    accounts = json.loads((home / "accounts.json").read_text(encoding="utf-8"))["accounts"]
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(base_url=base_url, timeout=60, limits=limits) as http:
        yield Door(http, accounts, home, Patience(patience_seconds))
