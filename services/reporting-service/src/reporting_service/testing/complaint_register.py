"""The inspection service as an office's copy of a report asks it: a register that notes for whom
it was read, until it is away."""

from typing import Any
from uuid import UUID

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

from shared.tokens import SystemTokens


class _Reader(BaseModel):
    account: UUID
    roles: list[str]
    username: str | None = None


class _Asked(BaseModel):
    office_code: str
    reader: _Reader
    numbers: list[str]


class ComplaintRegister:
    """`entries` by number, as `POST /internal/complaint-entries` answers them."""

    def __init__(self, tokens: SystemTokens) -> None:
        self._tokens = tokens
        self.is_away = False
        self.entries: dict[str, dict[str, str]] = {}
        self.read_for: list[tuple[UUID, tuple[str, ...]]] = []
        self.app = FastAPI(title="inspection")
        self.app.post("/internal/complaint-entries")(self._tell)

    async def _tell(self, body: _Asked, request: Request) -> dict[str, Any]:
        token = request.headers["authorization"].removeprefix("Bearer ")
        self._tokens.verify(token, target="inspection")
        if self.is_away:
            raise HTTPException(503)
        self.read_for.append((body.reader.account, tuple(body.numbers)))
        known = [number for number in body.numbers if number in self.entries]
        return {"items": [{"number": number} | self.entries[number] for number in known]}
