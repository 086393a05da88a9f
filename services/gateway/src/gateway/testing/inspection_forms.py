"""The inspection service as the list of entries for OSS asks it: a form for everything it is asked
of, until it is away."""

from typing import Any
from uuid import UUID

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel

from shared.tokens import SystemTokens


class _Matter(BaseModel):
    kind: str
    id: UUID
    step: str | None = None


class _Asked(BaseModel):
    office_code: str
    matters: list[_Matter]


class InspectionForms:
    """Each form names what was asked for. `unknown` are matters that it has no longer."""

    def __init__(self, tokens: SystemTokens) -> None:
        self._tokens = tokens
        self.is_away = False
        self.unknown: set[UUID] = set()
        self.app = FastAPI(title="inspection")
        self.app.post("/internal/oss-forms")(self._forms)

    async def _forms(self, body: _Asked, request: Request) -> dict[str, Any]:
        token = request.headers["authorization"].removeprefix("Bearer ")
        self._tokens.verify(token, target="inspection")
        if self.is_away:
            raise HTTPException(503)
        known = [one for one in body.matters if one.id not in self.unknown]
        return {"items": [self._form(one) for one in known]}

    def _form(self, matter: _Matter) -> dict[str, Any]:
        lines = [
            ("business_name", "Nama Pelaku Usaha", "=PT CONTOH"),
            ("project_location", "Lokasi Proyek (Kabupaten)", "Maluku Tenggara"),
            ("realised_investment_rupiah", "Realisasi Penanaman Modal", "5000000"),
            ("facilities", "Pemanfaatan fasilitas", ""),
            ("matter", "Perihal", matter.kind),
            ("step", "Jenis sanksi", matter.step or ""),
        ]
        return {
            "id": str(matter.id),
            "step": matter.step,
            "lines": [
                {"field": field, "label": label, "value": value} for field, label, value in lines
            ],
        }
