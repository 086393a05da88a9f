"""Officers before the list of entries for OSS, in tests, and facts that call for entries."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import NAMESPACE_OID, UUID, uuid5

import httpx
from python_calamine import CalamineWorkbook

from gateway.testing.inspection_forms import InspectionForms
from gateway.testing.oss_door import OFFICE, OssDoor
from shared.contracts.inspection import FollowUpGivenV1, SanctionImposedV1
from shared.ids import new_id

NIB = "9120001234567"
ENTRIES = "/v1/oss-entries"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A Monday, nine in the morning in Jayapura.
NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
Json = dict[str, Any]


@dataclass(kw_only=True)
class EntryDesk:
    """Officers before the list; `door` delivers what supervision tells."""

    http: httpx.AsyncClient
    door: OssDoor
    inspection: InspectionForms

    def as_(self, role: str, office: str = OFFICE) -> dict[str, str]:
        """Headers of the one who has that role."""
        actor = uuid5(NAMESPACE_OID, f"{role} {office}")
        found: dict[str, str] = self.door.issuer.headers(role=role, office=office, actor=actor)
        return found

    async def listed(self, query: str = "", role: str = "licensing_official") -> list[Json]:
        """The entries that they see."""
        answer = await self.http.get(f"{ENTRIES}?limit=200&{query}", headers=self.as_(role))
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["items"]
        return found

    async def enter(
        self, entry: Json, *, role: str = "inspector", key: str | None = None, **body: Any
    ) -> httpx.Response:
        """Says that it stands in OSS."""
        headers = self.as_(role) | ({"Idempotency-Key": key} if key else {})
        body = {"oss_reference": "OSS-2026-0001"} | body
        path = f"{ENTRIES}/{entry['id']}/acknowledgement"
        return await self.http.post(path, json=body, headers=headers)

    async def sheets(self, query: str = "") -> dict[str, list[list[Any]]]:
        """The rows of each sheet of the workbook."""
        headers = self.as_("licensing_official") | {"Accept": XLSX}
        answer = await self.http.get(f"{ENTRIES}?{query}", headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == XLSX
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def business() -> Json:
    """What a fact about a business names."""
    return {"office_code": OFFICE, "business_id": new_id(), "nib": NIB}


def follow_up(kind: Literal["guidance", "correction"]) -> FollowUpGivenV1:
    """A recommendation of one of the two kinds."""
    return FollowUpGivenV1(
        **business(),
        follow_up_id=new_id(),
        violation_id=new_id(),
        kind=kind,
        correction_due_on=date(2026, 7, 15),
        given_at=NOW,
    )


def sanction(step: Any = "warning_1", licences: tuple[UUID, ...] = ()) -> SanctionImposedV1:
    """A sanction that the Head imposed."""
    return SanctionImposedV1(
        **business(),
        sanction_id=new_id(),
        violation_id=new_id(),
        step=step,
        licence_ids=licences,
        imposed_at=NOW,
    )
