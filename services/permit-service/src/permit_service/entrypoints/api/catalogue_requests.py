"""What an administrator sends to change the catalogue."""

from datetime import date
from typing import Any

from pydantic import ConfigDict

from permit_service.entrypoints.api.bodies import Body

ENTRY: dict[str, Any] = {
    "code": "REKLAME",
    "name": "Izin Penyelenggaraan Reklame",
    "category": "PERIZINAN",
    "is_berusaha": True,
    "channel": "SICANTIK",
    "sla": {"value": 4, "unit": "working_day"},
    "fee": {"type": "GRATIS", "amount": 0, "currency": "IDR"},
    "requirements": [
        {"no": 1, "name": "Surat permohonan", "kind": "administratif", "mandatory": True}
    ],
    "agencies": ["bapenda"],
    "validity": "1 tahun",
    "validity_rule": {
        "kind": "fixed_term",
        "years": 1,
        "source": "Standar Pelayanan kantor",
        "verified": True,
    },
    "form_schema": {"type": "object", "properties": {"naskah": {"type": "string"}}},
    "allow_mandiri": True,
    "allow_pendampingan": True,
    "requires_recommendation": True,
    "requires_site_visit": False,
    "survey_gate": "required",
}


class ClosureBody(Body):
    """`POST /v1/services/{code}/closure`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"closed_on": "2026-12-31"}]})

    closed_on: date | None
