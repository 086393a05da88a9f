"""What stands on a receipt: who, what, when, which papers, and the code to take home."""

from typing import Any

from permit_service.application.dossier import Dossier
from permit_service.domain.application import Application
from permit_service.domain.counter import claim_code_ends_at
from permit_service.domain.service import Mode
from shared.calendar.office_time import local_date

_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA"} | {
    "Asia/Jayapura": "WIT"
}


def receipt_values(dossier: Dossier, *, claim_code: str | None) -> dict[str, Any]:
    """The values that the template asks for."""
    application, office = dossier.application, dossier.office
    received = application.stamps.submitted_at or application.created_at
    local = received.astimezone(office.zone)
    due_on = application.due_on
    return {
        "office": {
            "government": f"Pemerintah {office.regency}",
            "name": office.name,
            "address": office.regency,
        },
        "certificate_issuer": "",
        "receipt_number": application.receipt_number,
        "application_id": str(application.id),
        "service": dossier.service.name,
        "applicant": application.applicant.name,
        "assisted": application.mode is Mode.ASSISTED,
        "due_on": due_on.isoformat() if due_on else None,
        "received": {
            "on": local.date().isoformat(),
            "at": f"{local:%H.%M}",
            "zone": _ZONES.get(office.time_zone, office.time_zone),
        },
        "documents": _documents(dossier),
        "claim": _claim(application, dossier, claim_code),
    }


def _documents(dossier: Dossier) -> list[dict[str, str]]:
    scanned = {one.requirement_no for one in dossier.application.documents}
    originals = {one.requirement_no: one for one in dossier.originals}
    shown: list[dict[str, str]] = []
    for requirement in dossier.service.content.get("requirements", ()):
        number = requirement["no"]
        original = originals.get(number)
        if number not in scanned and original is None:
            continue
        state = "-" if original is None else "diperlihatkan"
        if original is not None and original.returned_at is not None:
            state = "dikembalikan"
        shown.append(
            {
                "no": str(number),
                "name": str(requirement["name"]),
                "scanned": "ya" if number in scanned else "tidak",
                "original": state,
            }
        )
    return shown


def _claim(
    application: Application, dossier: Dossier, claim_code: str | None
) -> dict[str, str] | None:
    if claim_code is None:
        return None
    last = local_date(claim_code_ends_at(application.created_at), dossier.office.zone)
    return {"code": claim_code, "until": last.isoformat()}
