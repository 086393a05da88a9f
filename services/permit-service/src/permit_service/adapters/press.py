"""The licence as a letter: the values that the template needs, set by the typesetter."""

from collections.abc import Mapping
from typing import Any

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Signing
from permit_service.domain.numbering import Reservation
from shared.documents.typesetting import Letter, Sheet, Typesetter

_LEGAL_BASIS = (
    "Peraturan Menteri Dalam Negeri Nomor 138 Tahun 2017 tentang Penyelenggaraan Pelayanan"
    " Terpadu Satu Pintu Daerah"
)
_HEAD = "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"


class TypesetPress:
    """Typesets drafts and licences; a draft bears a watermark and no QR code."""

    def __init__(self, typesetter: Typesetter, *, public_base_url: str, issuer: str) -> None:
        self._typesetter = typesetter
        self._public_base_url = public_base_url.rstrip("/")
        self._issuer = issuer

    async def draft(self, dossier: Dossier) -> bytes:
        """The draft of the licence: no number, no QR code."""
        values = self._values(dossier) | {"signatory": {"title": _HEAD, "name": ""}}
        sheet = Sheet(template=Letter.LICENCE, values=values, made_at=dossier.now)
        return await self._typesetter.typeset(sheet)

    async def licence(self, dossier: Dossier, *, reserved: Reservation, signing: Signing) -> bytes:
        """The licence as it is signed, with its QR code."""
        values = self._values(dossier, signing.letterhead) | {
            "number": reserved.number,
            "issued_on": dossier.today.isoformat(),
            "signatory": {
                "title": signing.position or _HEAD,
                "name": signing.name,
                "rank": signing.rank,
                "nip": signing.nip,
            },
        }
        sheet = Sheet(
            template=Letter.LICENCE,
            values=values,
            made_at=dossier.now,
            verification_url=f"{self._public_base_url}/verification/{reserved.verification_token}",
        )
        return await self._typesetter.typeset(sheet)

    def _values(self, dossier: Dossier, letterhead: tuple[str, ...] = ()) -> dict[str, Any]:
        application, office = dossier.application, dossier.office
        until = application.valid_until
        return {
            "office": {
                "government": f"Pemerintah {office.regency}",
                "name": office.name,
                "address": ", ".join(letterhead) or office.regency,
            },
            "title": dossier.service.name,
            "place": office.regency,
            "legal_basis": [_LEGAL_BASIS],
            "holder": _holder(dossier),
            "location": _location(dossier),
            "facts": _facts(application.form),
            "valid_until": None if until is None else until.isoformat(),
            "validity": dossier.service.content.get("validity"),
            "conditions": [
                condition for one in application.recommendations for condition in one.conditions
            ],
            "copies": [],
            "certificate_issuer": self._issuer,
        }


def _holder(dossier: Dossier) -> dict[str, str]:
    applicant = dossier.application.applicant
    shown = {"name": applicant.name, "nib": applicant.nib, "address": applicant.address}
    return {name: value for name, value in shown.items() if value is not None}


def _location(dossier: Dossier) -> str | None:
    location = dossier.application.location
    if location is None:
        return None
    return ", ".join(one for one in (location.address, location.district) if one) or None


def _facts(form: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the form says in single values, under its own names."""
    return [
        {"label": name.replace("_", " ").capitalize(), "value": str(value)}
        for name, value in form.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    ]
