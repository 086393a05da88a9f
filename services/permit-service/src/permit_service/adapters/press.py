"""The licence as a letter, in the product's own layout or the office's, set by the typesetter."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from permit_service.adapters.letter_values import (
    HEAD,
    layout_values,
    letter_values,
    office_values,
    sample_values,
)
from permit_service.adapters.receipt import receipt_values
from permit_service.adapters.rejection_letter import rejection_values
from permit_service.application.dossier import Dossier
from permit_service.application.signing_ports import Signing
from permit_service.domain.applicant import masked_name
from permit_service.domain.letter_layout import Paper
from permit_service.domain.licence import sealed_facts
from permit_service.domain.numbering import Reservation
from permit_service.domain.office import Office
from permit_service.domain.service import Service
from shared.documents.sealed_code import SealingKeys
from shared.documents.typesetting import Letter, Sheet, Typesetter

_RECEIPT = Path(__file__).with_name("templates") / "receipt.typ"


class TypesetPress:
    """Typesets drafts and licences; a draft bears a watermark and no QR code."""

    def __init__(
        self, typesetter: Typesetter, *, keys: SealingKeys, public_base_url: str, issuer: str
    ) -> None:
        self._typesetter = typesetter
        self._keys = keys
        self._public_base_url = public_base_url.rstrip("/")
        self._issuer = issuer

    async def draft(self, dossier: Dossier, paper: Paper) -> bytes:
        """The draft of the licence: no number, no QR code."""
        values = _values(dossier, paper) | office_values(dossier.office)
        values["signatory"] = {"title": HEAD, "name": ""}
        return await self._typeset(values, paper, made_at=dossier.now)

    async def receipt(self, dossier: Dossier, *, claim_code: str | None) -> bytes:
        """The receipt with its QR code to the tracking."""
        receipt = dossier.application.receipt_number
        sheet = Sheet(
            template=_RECEIPT,
            values=receipt_values(dossier, claim_code=claim_code),
            made_at=dossier.now,
            verification_url=f"{self._public_base_url}/tracking/{receipt}",
        )
        return await self._typesetter.typeset(sheet)

    async def licence(
        self, dossier: Dossier, paper: Paper, *, reserved: Reservation, signing: Signing
    ) -> bytes:
        """The licence as it is signed, with its QR code."""
        values = _values(dossier, paper, reserved.number)
        values |= office_values(dossier.office, signing.letterhead)
        values |= {
            "number": reserved.number,
            "issued_on": dossier.today.isoformat(),
            "signatory": {
                "title": _title(signing),
                "name": signing.name,
                "rank": signing.rank,
                "nip": signing.nip,
            },
        }
        url = f"{self._public_base_url}/verification/{reserved.verification_token}"
        code = self._keys.seal(_sealed(dossier, reserved))
        return await self._typeset(values, paper, made_at=dossier.now, url=url, code=code)

    async def sample(
        self, office: Office, service: Service, paper: Paper, *, at: datetime
    ) -> bytes:
        """A draft with values of nobody; raises TemplateNotUsable."""
        assert paper.layout is not None
        values = sample_values(paper.layout, office, service, at=at) | office_values(office)
        values["signatory"] = {"title": HEAD, "name": "Nama Kepala Dinas"}
        return await self._typeset(values, paper, made_at=at)

    async def _typeset(
        self,
        values: Mapping[str, Any],
        paper: Paper,
        *,
        made_at: datetime,
        url: str | None = None,
        code: str | None = None,
    ) -> bytes:
        sheet = Sheet(
            template=Letter.LICENCE if paper.layout is None else Letter.OWN_LAYOUT,
            values={**values, "certificate_issuer": self._issuer},
            made_at=made_at,
            verification_url=url,
            code=code,
            emblem=paper.emblem,
        )
        return await self._typesetter.typeset(sheet)

    async def rejection(self, dossier: Dossier, *, letterhead: tuple[str, ...]) -> bytes:
        """The letter of a rejection: of the counter, whose decision it is (Ps 6(2)), and checked
        by the receipt's public page instead of a signature."""
        url = f"{self._public_base_url}/tracking/{dossier.application.receipt_number}"
        sheet = Sheet(
            template=Letter.REJECTION,
            values=rejection_values(dossier, letterhead),
            made_at=dossier.application.stamps.rejected_at or dossier.now,
            verification_url=url,
        )
        return await self._typesetter.typeset(sheet)


def _sealed(dossier: Dossier, reserved: Reservation) -> dict[str, str]:
    application = dossier.application
    return sealed_facts(
        reserved.licence_id,
        number=reserved.number,
        office_code=dossier.office.code,
        service_code=dossier.service.code,
        holder=masked_name(application.applicant.name),
        issued_on=dossier.today,
        valid_until=application.valid_until,
    )


def _title(signing: Signing) -> str:
    """A delegate signs as `Plt.` or `Plh.` of the Head, under their own name."""
    if signing.acting_as is None:
        return signing.position or HEAD
    return f"{signing.acting_as.capitalize()}. {HEAD}"


def _values(dossier: Dossier, paper: Paper, number: str | None = None) -> dict[str, Any]:
    """With the receipt number: one identifier follows the application (Ps 1 angka 4)."""
    of_case = {"receipt_number": dossier.application.receipt_number}
    if paper.layout is None:
        return letter_values(dossier) | of_case
    return layout_values(paper.layout, dossier, number) | of_case
