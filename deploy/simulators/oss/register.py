"""What the simulated OSS knows, what it is told to do wrong, and what reached it."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from adapters.office import OfficeDoor
from pydantic import BaseModel, Field

# The code tables that the PIA prints, for `getDataReferensi`.
_TABLES = Path(__file__).with_name("references.json")
STATUS_NAMES = "10"


class Fault(StrEnum):
    """What OSS does instead of what it should."""

    SERVER_ERROR = "server_error"
    LOST_ANSWER = "lost_answer"
    SILENT_BEFORE_RECORDING = "silent_before_recording"
    SILENT_AFTER_RECORDING = "silent_after_recording"
    SLOW = "slow"
    GARBAGE = "garbage"
    ANOTHER_ANSWER = "another_answer"
    ENDLESS_ANSWER = "endless_answer"
    CODE = "code"


class Behaviour(BaseModel):
    """`fault` strikes the next `times` calls of `method`, or of any; `code` is what the fault
    `code` answers with. `spelling` is how `checkLicenseStatus` names its answer."""

    fault: Fault | None = None
    method: str | None = None
    times: int = 1
    seconds: float = 30.0
    code: str = "500"
    spelling: str = "responcheckLicenseStatus"


class Permit(BaseModel):
    """An application for a licence that OSS opened, under the id that it gave it."""

    id_izin: str = Field(max_length=25)
    nib: str = Field(pattern=r"^[0-9]{13}$")
    id_proyek: str = Field(max_length=25)
    oss_id: str = Field(max_length=25)
    kd_izin: str = Field(max_length=13)
    kd_status: str = ""
    nomor_izin: str | None = None


@dataclass
class Register:
    """The state of the simulator; nothing of it is kept."""

    office: OfficeDoor
    permits: dict[str, Permit] = field(default_factory=dict)
    businesses: dict[str, dict[str, Any]] = field(default_factory=dict)
    behaviour: Behaviour = field(default_factory=Behaviour)
    recorded: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def meets(self, method: str) -> Fault | None:
        """The fault that strikes this call."""
        due = self.behaviour
        if due.fault is None or due.times < 1 or due.method not in {None, method}:
            return None
        due.times -= 1
        return due.fault

    def record(self, method: str, permit: Permit, sent: dict[str, Any]) -> None:
        """Keeps what an office recorded, and where the permit stands now."""
        status = sent["kd_status"] if method == "receiveLicenseStatus" else sent["status_izin"]
        permit.kd_status = status
        permit.nomor_izin = sent.get("nomor_izin") or permit.nomor_izin
        self.recorded.append({"method": method, "id_izin": permit.id_izin, "status": status} | sent)


@cache
def references() -> dict[str, dict[str, Any]]:
    """The printed tables, by their number."""
    found: dict[str, dict[str, Any]] = json.loads(_TABLES.read_text(encoding="utf-8"))
    return found


def status_name(code: str) -> str:
    """What a status of a licence is called (Lampiran 10)."""
    rows = references()[STATUS_NAMES]["rows"]
    return next((row[1] for row in rows if row[0] == code), "")
