"""Assignment letters and BAPs on paper: typeset, signed by the office's authority, kept.

A signed letter is kept as it is; what is stored under its key never changes.
"""

from datetime import datetime
from uuid import UUID

from inspection_service.adapters.sanction_letter import made_at, sanction_values
from inspection_service.application.facts import (
    LetterDraft,
)
from inspection_service.domain.bap import Bap, Party, Signature
from inspection_service.domain.business import Business, Location
from inspection_service.domain.complaint import Complaint
from inspection_service.domain.inspection import AssignmentLetter, Inspection
from inspection_service.domain.office import Office
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation
from inspection_service.domain.wording import (
    ASSIGNMENT_DUTIES,
    KINDS,
    LEVELS,
    MODES,
    PARTIES,
    RISKS,
)
from shared.database.keyring import Keyring
from shared.documents.signing import Signatory, Signer
from shared.documents.storage import ObjectStorage
from shared.documents.typesetting import Letter, Sheet, Typesetter
from shared.identity import Caller

LEGAL_BASIS = (
    "Peraturan Bupati tentang Pedoman dan Tata Cara Pengawasan Perizinan Berusaha Berbasis "
    "Risiko (Perbup Sumba Timur 32/2023) Pasal 20 dan Pasal 21 ayat (2) huruf a"
)
UNBLOCKING = (
    "Sehubungan dengan pengaduan Nomor {number}, sanksi terhadap pelaku usaha dengan NIB {refs} "
    "telah dipenuhi. Berdasarkan Perbup Sumba Timur 32/2023 Pasal 12 ayat (7) dan ayat (8) kami "
    "mengajukan permohonan pembukaan blokir Hak Akses."
)
HEAD_TITLE = "Kepala {office}"


class SignedLetters:
    """The `Letters` port on the shared typesetter, signer and storage."""

    def __init__(
        self,
        *,
        typesetter: Typesetter,
        signer: Signer,
        storage: ObjectStorage,
        keyring: Keyring,
        public_base_url: str,
    ) -> None:
        self._typesetter = typesetter
        self._signer = signer
        self._storage = storage
        self._keyring = keyring
        self._public_base_url = public_base_url.rstrip("/")

    async def sign_assignment(
        self, draft: LetterDraft, *, signatory: Caller, passphrase: str, at: datetime
    ) -> AssignmentLetter:
        """Typesets, signs and keeps the letter; raises what the signer and the storage raise."""
        name = signatory.username or signatory.actor
        pdf = await self._typesetter.typeset(
            Sheet(
                template=Letter.ASSIGNMENT_LETTER,
                values=_assignment_values(draft, head=name, at=at)
                | {"certificate_issuer": self._signer.issuer},
                made_at=at,
                verification_url=self.verification_url(draft.inspection.id),
            )
        )
        signed = await self._signer.sign(
            pdf,
            signatory=Signatory(account=name, name=name, organisation=draft.office.name),
            passphrase=passphrase,
            reason=f"Surat Tugas {draft.number}",
            location=draft.office.regency,
        )
        key = f"assignment-letters/{draft.inspection.id}/{signed.sha256}.pdf"
        await self._storage.put(key, signed.content)
        return AssignmentLetter(
            number=draft.number,
            inspectors=draft.inspectors,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            experts=draft.experts,
            agencies=draft.agencies,
            document=key,
            sha256=signed.sha256,
            signed_by=signed.signed_by,
            signed_at=signed.signed_at,
        )

    async def read(self, document: str) -> bytes:
        """The bytes as they were signed."""
        return await self._storage.get(document)

    async def unblocking(
        self, complaint: Complaint, *, office: Office, number: str, addressee: str, at: datetime
    ) -> bytes:
        """The letter that asks OSS to unblock an access right; a draft until the Head signs it."""
        refs = ", ".join(complaint.subject_refs)
        values = _office_values(office) | {
            "number": number,
            "place": office.regency,
            "issued_on": office.day_of(at).isoformat(),
            "attachment": f"{len(complaint.story.evidence)} berkas",
            "subject": "Permohonan Pembukaan Blokir Hak Akses Sistem OSS",
            "recipient": {"name": addressee, "place": "Jakarta"},
            "paragraphs": [UNBLOCKING.format(number=complaint.number, refs=refs)],
            "facts": [{"label": "NIB", "value": refs}],
            "closing": ["Demikian disampaikan, atas perhatiannya diucapkan terima kasih."],
            "signatory": {"title": HEAD_TITLE.format(office=office.name), "name": "–"},
            "copies": [],
            "certificate_issuer": self._signer.issuer,
        }
        return await self._typesetter.typeset(
            Sheet(template=Letter.LETTER, values=values, made_at=at)
        )

    async def sanction(
        self, sanction: Sanction, *, office: Office, business: Business, violation: Violation
    ) -> bytes:
        """The letter of the rung that was imposed last."""
        values = sanction_values(sanction, office=office, business=business, violation=violation)
        signatory = {"title": HEAD_TITLE.format(office=office.name), "name": "–"}
        return await self._typesetter.typeset(
            Sheet(
                template=Letter.LETTER,
                values=_office_values(office)
                | values
                | {"signatory": signatory, "certificate_issuer": self._signer.issuer},
                made_at=made_at(sanction),
            )
        )

    def target(self, token: str) -> UUID:
        """The inspection behind a QR code; raises NotFound for a forged one."""
        return self._keyring.link_target(token)

    async def bap(
        self,
        inspection: Inspection,
        *,
        office: Office,
        business: Business,
        violations: tuple[Violation, ...],
    ) -> bytes:
        """The BAP as it stands, with the answers of its parties."""
        assert inspection.bap is not None
        assert inspection.letter is not None
        bap, letter = inspection.bap, inspection.letter
        values = _office_values(office) | {
            "number": bap.number,
            "place": office.regency,
            "held_on": office.day_of(bap.made_at).isoformat(),
            "assignment": {
                "number": letter.number,
                "issued_on": office.day_of(letter.signed_at).isoformat(),
            },
            "inspectors": _inspectors(letter.inspectors),
            "business": _business_values(business, business.location(inspection.location_id)),
            "kind": KINDS[inspection.kind],
            "mode": MODES[inspection.mode],
            "findings": [
                {"item": one.item, "compliant": one.compliant, "note": one.note}
                for one in bap.findings
            ],
            "violations": [
                {
                    "level": LEVELS[one.level],
                    "obligation": one.obligation_code,
                    "description": one.description,
                }
                for one in violations
            ],
            "parties": [_party(one, bap, office) for one in Party],
            "certificate_issuer": self._signer.issuer,
        }
        return await self._typesetter.typeset(
            Sheet(
                template=Letter.INSPECTION_RECORD,
                values=values,
                made_at=bap.made_at,
                verification_url=self.verification_url(inspection.id),
            )
        )

    def verification_url(self, inspection_id: UUID) -> str:
        """Where anybody checks what the QR code stands for."""
        token = self._keyring.link_token(inspection_id)
        return f"{self._public_base_url}/v1/inspection-letters/{token}"


def _assignment_values(draft: LetterDraft, *, head: str, at: datetime) -> dict[str, object]:
    return _office_values(draft.office) | {
        "number": draft.number,
        "place": draft.office.regency,
        "issued_on": draft.office.day_of(at).isoformat(),
        "legal_basis": [LEGAL_BASIS],
        "inspectors": _inspectors(draft.inspectors) + _companions(draft),
        "purpose": f"Inspeksi lapangan Nomor {draft.inspection.number}",
        "business": _business_values(draft.business, draft.location),
        "kind": KINDS[draft.inspection.kind],
        "mode": MODES[draft.inspection.mode],
        "valid_from": draft.valid_from.isoformat(),
        "valid_until": draft.valid_until.isoformat(),
        "duties": list(ASSIGNMENT_DUTIES),
        "signatory": {"title": HEAD_TITLE.format(office=draft.office.name), "name": head},
        "copies": [],
    }


def _office_values(office: Office) -> dict[str, object]:
    return {
        "office": {
            "government": f"Pemerintah Kabupaten {office.regency}",
            "name": office.name,
            "address": office.regency,
        }
    }


def _inspectors(usernames: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"name": username} for username in usernames]


def _companions(draft: LetterDraft) -> list[dict[str, str]]:
    experts = [
        {"name": one.name, "position": f"Ahli bersertifikat Nomor {one.certificate_number}"}
        for one in draft.experts
    ]
    agencies = [{"name": one, "position": "Perangkat Daerah pendamping"} for one in draft.agencies]
    return experts + agencies


def _business_values(business: Business, place: Location) -> dict[str, object]:
    return {
        "name": business.name or f"Pemegang NIB {business.nib}",
        "nib": business.nib,
        "address": ", ".join(one for one in (place.address, place.district) if one) or "–",
        "activities": [{"kbli": one.kbli, "risk": RISKS[one.risk]} for one in place.activities],
    }


def _party(party: Party, bap: Bap, office: Office) -> dict[str, object]:
    answer: Signature | None = next((one for one in bap.signatures if one.party is party), None)
    return {
        "role": PARTIES[party],
        "name": "–",
        "signed": answer is not None and answer.signed,
        "signed_on": answer and office.day_of(answer.at).isoformat(),
        "refusal_reason": answer and answer.refusal_reason,
    }
