"""What a licence says, as the templates of the typesetter take it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from permit_service.application.dossier import Dossier
from permit_service.domain.letter_layout import WORDS, Layout, filled
from permit_service.domain.office import Office
from permit_service.domain.service import Service
from shared.calendar.office_time import local_date
from shared.calendar.written import long_date

HEAD = "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
_LEGAL_BASIS = (
    "Peraturan Menteri Dalam Negeri Nomor 138 Tahun 2017 tentang Penyelenggaraan Pelayanan"
    " Terpadu Satu Pintu Daerah"
)
_UNNUMBERED = "(diberikan saat ditandatangani)"


def office_values(office: Office, letterhead: tuple[str, ...] = ()) -> dict[str, Any]:
    """Who gives the licence, and where."""
    return {
        "office": {
            "government": f"Pemerintah {office.regency}",
            "name": office.name,
            "address": ", ".join(letterhead) or office.regency,
        },
        "place": office.regency,
    }


def letter_values(dossier: Dossier) -> dict[str, Any]:
    """The product's own letter."""
    until = dossier.application.valid_until
    form = _form(dossier.application.form)
    return {
        "title": dossier.service.name,
        "legal_basis": [_LEGAL_BASIS],
        "holder": _holder(dossier),
        "location": _location(dossier),
        "facts": [
            {"label": name.replace("_", " ").capitalize(), "value": value}
            for name, value in form.items()
        ],
        "valid_until": None if until is None else until.isoformat(),
        "validity": dossier.service.content.get("validity"),
        "conditions": _conditions(dossier),
        "copies": [],
    }


def layout_values(layout: Layout, dossier: Dossier, number: str | None) -> dict[str, Any]:
    """An office's own layout, filled in; without a number it is a draft."""
    holder = {f"holder.{name}": value for name, value in _holder(dossier).items()}
    until = dossier.application.valid_until
    words = holder | {
        "service": dossier.service.name,
        "office": dossier.office.name,
        "regency": dossier.office.regency,
        "location": _location(dossier) or "",
        "number": number or _UNNUMBERED,
        "issued_on": _UNNUMBERED if number is None else long_date(dossier.today),
        "valid_until": long_date(until)
        if until
        else _said(dossier.service.content.get("validity")),
    }
    form = _form(dossier.application.form)
    return filled(layout, words, form=form, conditions=_conditions(dossier))


def sample_values(
    layout: Layout, office: Office, service: Service, *, at: datetime
) -> dict[str, Any]:
    """The layout with values of nobody."""
    words = dict.fromkeys(WORDS, "Contoh") | {
        "holder.name": "Pemohon Contoh",
        "service": service.name,
        "office": office.name,
        "regency": office.regency,
        "number": _UNNUMBERED,
        "issued_on": _UNNUMBERED,
        "valid_until": long_date(local_date(at, office.zone)),
    }
    conditions = ["Contoh syarat dari instansi teknis."]
    return filled(layout, words, form={"contoh_isian": "Contoh"}, conditions=conditions)


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _conditions(dossier: Dossier) -> list[str]:
    """In the order of the agencies; what two of them ask for stands once."""
    recommendations = dossier.application.recommendations
    said = (condition.strip() for one in recommendations for condition in one.conditions)
    return list(dict.fromkeys(said))


def _holder(dossier: Dossier) -> dict[str, str]:
    applicant = dossier.application.applicant
    shown = {"name": applicant.name, "nib": applicant.nib, "address": applicant.address}
    return {name: value for name, value in shown.items() if value is not None}


def _location(dossier: Dossier) -> str | None:
    location = dossier.application.location
    if location is None:
        return None
    return ", ".join(one for one in (location.address, location.district) if one) or None


def _form(form: Mapping[str, Any]) -> dict[str, str]:
    """What the form says in single values."""
    return {
        name: str(value)
        for name, value in form.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
