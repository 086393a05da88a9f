"""The permit service as OSS's part of the gateway asks it: a test says what it knows."""

from typing import Any
from uuid import UUID

from fastapi import FastAPI, HTTPException


class TestDesk:
    """Cases by application; `is_away` makes it answer 503."""

    __test__ = False

    def __init__(self) -> None:
        self.cases: dict[UUID, dict[str, Any]] = {}
        self.is_away = False
        self.asked = 0
        self.app = FastAPI(title="permit")
        self.app.get("/internal/applications/{application_id}/oss")(self._application)
        self.app.get("/internal/licences/{licence_id}/oss")(self._licence)

    def knows(
        self,
        application_id: UUID,
        ids: dict[str, str],
        *,
        nib: str | None,
        status: str = "verified",
        licence_id: UUID | None = None,
        licence_status: str = "active",
    ) -> None:
        """An application with its ids of OSS, and with a licence where one is named."""
        licence = {
            "id": str(licence_id),
            "number": "500/1/DPMPTSP/2026",
            "status": licence_status,
            "issued_on": "2026-06-15",
            "valid_until": None,
            "signed_by": "KEPALA DINAS CONTOH",
            "signer_nip": None,
            "acting_as": "plt",
            "link": "http://satupintu.test/verification/x",
        }
        self.cases[application_id] = {
            "application_id": str(application_id),
            "nib": nib,
            "oss": ids,
            "status": status,
            "licence": licence if licence_id else None,
        }

    async def _application(self, application_id: UUID) -> dict[str, Any]:
        self._count()
        if application_id not in self.cases:
            raise HTTPException(404)
        return self.cases[application_id]

    async def _licence(self, licence_id: UUID) -> dict[str, Any]:
        self._count()
        for case in self.cases.values():
            if case["licence"] and case["licence"]["id"] == str(licence_id):
                return case
        raise HTTPException(404)

    def _count(self) -> None:
        self.asked += 1
        if self.is_away:
            raise HTTPException(503)
