"""The letter of a sanction: the level and its reason, the legal basis, what is touched, and until
when the business may answer. It is a draft until an authority seals it."""

from datetime import datetime

from inspection_service.domain.business import Business
from inspection_service.domain.office import Office
from inspection_service.domain.sanction import Rung, Sanction
from inspection_service.domain.violation import Violation
from inspection_service.domain.wording import ENTRY_REASONS, LEVELS, STEPS

OPENING = (
    "Berdasarkan hasil pengawasan perizinan berusaha berbasis risiko, ditemukan pelanggaran "
    "atas kewajiban {code}: {description}"
)
ANSWER = "Saudara dapat memberikan tanggapan tertulis paling lambat tanggal {due}."
NO_ANSWER = "Keputusan ini berlaku sejak tanggal ditetapkan."


def sanction_values(
    sanction: Sanction, *, office: Office, business: Business, violation: Violation
) -> dict[str, object]:
    """What the letter template needs, of the rung that was imposed last."""
    rung = sanction.rungs[-1]
    touched = [one.number for one in business.licences_named(sanction.licence_ids)]
    facts = {
        "Pelaku usaha": business.name or f"Pemegang NIB {business.nib}",
        "NIB": business.nib,
        "Tingkat pelanggaran": LEVELS[sanction.level],
        "Alasan": ENTRY_REASONS[sanction.entry_reason],
        "Sanksi": STEPS[rung.step],
        "Dasar hukum": rung.legal_basis,
        "Ketentuan yang berlaku": sanction.ruleset_version,
        "Perizinan": ", ".join(touched) or "–",
    }
    return {
        "number": sanction.number,
        "place": office.regency,
        "issued_on": office.day_of(rung.imposed_at).isoformat(),
        "nature": "Penting",
        "subject": STEPS[rung.step],
        "recipient": {"name": facts["Pelaku usaha"]},
        "paragraphs": [
            OPENING.format(code=violation.obligation_code, description=violation.description)
        ],
        "facts": [{"label": label, "value": value} for label, value in facts.items()],
        "closing": [_answer(rung)],
        "copies": [],
    }


def made_at(sanction: Sanction) -> datetime:
    """The moment of the letter: when its rung was imposed."""
    return sanction.rungs[-1].imposed_at


def _answer(rung: Rung) -> str:
    if rung.answer_due_on is None:
        return NO_ANSWER
    return ANSWER.format(due=rung.answer_due_on.isoformat())
