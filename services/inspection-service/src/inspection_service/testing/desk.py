"""The desk of an office in tests: each step of supervision through the HTTP interface."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

Json = dict[str, Any]
Headers = dict[str, str]


@dataclass(kw_only=True)
class Desk:
    """Acts for the people of one office. `acting` gives the headers of a role."""

    http: httpx.AsyncClient
    acting: Callable[..., Headers]
    nib: str
    passphrase: str

    async def post(self, path: str, body: Json | None = None, *, role: str) -> httpx.Response:
        """A step by somebody with that role."""
        return await self.http.post(path, json=body, headers=self.acting(role))

    async def get(self, path: str, *, role: str = "licensing_official") -> Json:
        """What somebody with that role sees."""
        answer = await self.http.get(path, headers=self.acting(role))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def done(self, path: str, body: Json | None = None, *, role: str) -> Json:
        """A step that succeeds."""
        answer = await self.post(path, body, role=role)
        assert answer.status_code in {200, 201}, answer.text
        made: Json = answer.json()
        return made

    async def register(self, **changes: Any) -> Json:
        """An incidental inspection after an indication, unless told otherwise."""
        body = {
            "kind": "incidental",
            "mode": "physical",
            "nib": self.nib,
            "trigger": "indication",
        } | changes
        return await self.done("/v1/inspections", body, role="licensing_official")

    async def assign(self, inspection: Json, **changes: Any) -> Json:
        """The head signs the letter for this week."""
        body = {
            "inspectors": ["inspector.5311"],
            "valid_from": "2026-06-15",
            "valid_until": "2026-06-19",
            "passphrase": self.passphrase,
        } | changes
        return await self.done(f"/v1/inspections/{inspection['id']}/assignment", body, role="head")

    async def started(self) -> Json:
        """An inspection that is under way."""
        inspection = await self.register()
        await self.assign(inspection)
        return await self.done(f"/v1/inspections/{inspection['id']}/start", role="inspector")

    async def violation(self, *, level: str = "medium", licence_ids: list[str]) -> str:
        """A violation that a BAP holds; its id."""
        inspection = await self.started()
        report = await self.done(
            f"/v1/inspections/{inspection['id']}/bap",
            {
                "findings": [{"item": "Lokasi usaha", "compliant": False, "note": "Berpindah"}],
                "violations": [
                    {
                        "level": level,
                        "obligation_code": "KW-H",
                        "description": "Kegiatan tidak sesuai izin",
                        "licence_ids": licence_ids,
                    }
                ],
            },
            role="inspector",
        )
        found: str = report["violations"][0]["id"]
        return found

    async def sanction(
        self, violation_id: str, *, step: str = "suspension", role: str = "head"
    ) -> Json:
        """A sanction for a violation, imposed at once when the head posts it."""
        body = {"violation_id": violation_id, "step": step, "licence_ids": []}
        return await self.done("/v1/sanctions", body, role=role)
