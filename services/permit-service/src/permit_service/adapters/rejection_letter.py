"""What the letter of a rejection says (Perbup Malra 23/2021 Ps 6(1)c)."""

from typing import Any

from permit_service.application.dossier import Dossier
from shared.calendar.office_time import local_date

_NOTE = (
    "Surat ini diterbitkan oleh sistem pelayanan secara elektronik atas keputusan petugas pelayanan"
    " kantor depan dan tidak memerlukan tanda tangan. Status permohonan dapat diperiksa dengan"
    " memindai kode QR atau melalui: "
)


def rejection_values(dossier: Dossier, letterhead: tuple[str, ...]) -> dict[str, Any]:
    """The values of `rejection.typ`; raises AssertionError for what was not rejected."""
    application, office = dossier.application, dossier.office
    rejected_at, submitted_at = application.stamps.rejected_at, application.stamps.submitted_at
    assert rejected_at is not None
    assert submitted_at is not None
    return {
        "office": {
            "government": f"Pemerintah {office.regency}",
            "name": office.name,
            "address": ", ".join(letterhead) or office.regency,
        },
        "number": application.decision.letter_number,
        "place": office.regency,
        "issued_on": local_date(rejected_at, office.zone).isoformat(),
        "recipient": {"name": application.applicant.name, "place": application.applicant.address},
        "service": dossier.service.name,
        "receipt_number": application.receipt_number,
        "submitted_on": local_date(submitted_at, office.zone).isoformat(),
        "application": str(application.id),
        "reason": application.decision.notes,
        "legal_basis": application.decision.legal_basis,
        "unmet": _unmet(dossier),
        "note": _NOTE,
    }


def _unmet(dossier: Dossier) -> list[str]:
    """The requirements that the officer found wanting, where they were listed one by one."""
    names = {one.number: one.name for one in dossier.service.requirements}
    return [
        f"{names[one.requirement_no]}: {one.note}" if one.note else names[one.requirement_no]
        for one in dossier.checks
        if one.requirement_no in names and one.is_listed and not one.is_conforming
    ]
