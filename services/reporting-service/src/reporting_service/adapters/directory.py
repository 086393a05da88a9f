"""Asks the door who signs and under which letterhead. What is personal stays in the document."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from reporting_service.domain.edition import Letterhead, Signatory
from shared.errors import NotFound, Unavailable
from shared.identity import Caller
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

_DOOR = "gateway"
_POSITION = "Kepala Dinas"
_ASKED_AT_ONCE = 8


class DoorDirectory:
    """A signatory's account and an office's letterhead are the gateway's."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens, *, name: str) -> None:
        self._services = services
        self._tokens = tokens
        self._name = name

    async def signatory(self, caller: Caller) -> Signatory:
        """The caller as a signatory; raises Unavailable when the door is away."""
        account = await self._ask(f"/internal/accounts/{caller.account_id}")
        return Signatory(
            name=account.get("full_name") or "",
            position=account.get("position") or _POSITION,
            rank=account.get("rank") or "",
            nip=account.get("nip") or "",
        )

    async def letterhead(self, office_code: str) -> Letterhead:
        """The office's letterhead; raises Unavailable when the door is away."""
        office = await self._ask(f"/internal/offices/{office_code}")
        lines = tuple(office.get("letterhead") or ()) or (office["regency"],)
        return Letterhead(name=office["name"], lines=lines)

    async def names(self, actors: Collection[str]) -> Mapping[str, str]:
        """The full names of accounts, by id; without those that cannot be had. The door keeps a
        record that they were read."""
        free = asyncio.Semaphore(_ASKED_AT_ONCE)

        async def name_of(actor: str) -> str:
            async with free:
                try:
                    account = await self._ask(f"/internal/accounts/{actor}")
                except (NotFound, Unavailable):
                    return ""
            return str(account.get("full_name") or "")

        ordered = sorted(actors)
        found = await asyncio.gather(*(name_of(actor) for actor in ordered))
        return {actor: name for actor, name in zip(ordered, found, strict=True) if name}

    async def _ask(self, path: str) -> dict[str, Any]:
        # Looked up when it is needed: the host builds its door last.
        door = self._services.get(_DOOR)
        if door is None:
            raise Unavailable
        token = self._tokens.issue(self._name, _DOOR)
        answer = await call(door, "GET", path, token=token)
        found: dict[str, Any] = answer.require()
        return found
