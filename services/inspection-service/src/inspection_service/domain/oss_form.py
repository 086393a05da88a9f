"""What is typed into the supervision subsystem of OSS, line by line, in its words.

OSS has no method for it, so that an officer enters it by hand (Perbup Sumba Timur 32/2023 Ps 8(4),
8(12), 10(1), 10(6), 11(4), 18(2)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspection_service.domain.business import Business
from inspection_service.domain.compliance import Compliance, rounded
from inspection_service.domain.follow_up import FollowUp
from inspection_service.domain.inspection import Inspection
from inspection_service.domain.investment_report import InvestmentReport
from inspection_service.domain.office import Office
from inspection_service.domain.plan import PlanItem
from inspection_service.domain.rules import ComplianceRule, Step
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation
from inspection_service.domain.wording import (
    FOLLOW_UPS,
    GUIDANCE_FORMS,
    JUDGEMENTS,
    KINDS,
    LEVELS,
    MODES,
    RATINGS,
    RISKS,
    STAGES,
    STEPS,
)


class OssMatter(StrEnum):
    """What an entry is made of; by these names the gateway asks."""

    PLAN_ITEM = "plan_item"
    INSPECTION = "inspection"
    FOLLOW_UP = "follow_up"
    SANCTION = "sanction"
    ASSESSMENT = "assessment"
    INVESTMENT_REPORT = "investment_report"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of the form; what is not known is empty."""

    field: str
    label: str
    value: str


Lines = tuple[Line, ...]


def of_business(business: Business) -> Lines:
    """Whose entry it is: the head of every form."""
    return (
        _line("business_name", "Nama Pelaku Usaha", business.name),
        _line("nib", "NIB", business.nib),
    )


def of_plan_item(item: PlanItem, business: Business, office: Office) -> Lines:
    """A row of the annual plan: the four of Ps 8(4), then what makes the visit."""
    places = [one for one in business.locations if one.id == item.location_id]
    address = places[0].address if places else None
    return (
        _line("business_name", "Nama Pelaku Usaha", item.name),
        _line("project_location", "Lokasi Proyek (Kabupaten)", office.regency),
        _line(
            "realised_investment_rupiah",
            "Realisasi Penanaman Modal",
            item.realised_investment_rupiah,
        ),
        _line(
            "facilities",
            "Pemanfaatan fasilitas, insentif dan kemudahan untuk Penanaman Modal",
            "; ".join(item.facilities),
        ),
        _line("nib", "NIB", item.nib),
        _line("project_address", "Alamat lokasi usaha", address),
        _line("risk", "Tingkat risiko", RISKS[item.risk]),
        _line("planned_month", "Bulan rencana inspeksi", item.planned_month),
        _line("visit_no", "Inspeksi ke-", item.visit_no),
    )


def of_inspection(
    inspection: Inspection, violations: Iterable[Violation], business: Business, office: Office
) -> Lines:
    """The BAP, or why there is none (Ps 8(12))."""
    head = (
        *of_business(business),
        _line("number", "Nomor inspeksi", inspection.number),
        _line("kind", "Jenis pengawasan", KINDS[inspection.kind]),
        _line("mode", "Cara pelaksanaan", MODES[inspection.mode]),
    )
    if inspection.non_execution is not None:
        reason = inspection.non_execution.reason
        return (*head, _line("reason", "Alasan tidak dilaksanakan", reason))
    bap = inspection.bap
    if bap is None:
        return head
    wrong = [f"{one.item}: {one.note or '-'}" for one in bap.findings if not one.compliant]
    found = [
        f"{LEVELS[one.level]} ({one.obligation_code}): {one.description}" for one in violations
    ]
    return (
        *head,
        _line("bap_number", "Nomor BAP", bap.number),
        _line("bap_made_on", "Tanggal BAP", office.day_of(bap.made_at)),
        _line("findings", "Ketidaksesuaian", "; ".join(wrong)),
        _line("violations", "Pelanggaran", "; ".join(found)),
    )


def of_follow_up(follow_up: FollowUp, violation: Violation, business: Business) -> Lines:
    """A recommendation of guidance or correction (Ps 10(1)a-b)."""
    form = follow_up.guidance_form
    return (
        *of_business(business),
        _line("recommendation", "Rekomendasi", FOLLOW_UPS[follow_up.kind]),
        *_of_violation(violation),
        _line("guidance_form", "Bentuk pembinaan", GUIDANCE_FORMS[form] if form else None),
        _line("notes", "Uraian rekomendasi", follow_up.notes),
        _line("correction_due_on", "Batas waktu perbaikan", follow_up.correction_due_on),
    )


def of_sanction(
    sanction: Sanction,
    violation: Violation,
    business: Business,
    office: Office,
    *,
    step: Step | None,
) -> Lines:
    """A recommendation of a sanction, and the sanction as it was given (Ps 10(1)c, 10(6)): the rung
    that was reached with `step`, or the present one."""
    rungs = [one for one in sanction.rungs if step in (None, one.step)]
    licences = {one.id: one.number for one in business.licences}
    touched = [licences[one] for one in sanction.licence_ids if one in licences]
    lines = (
        *of_business(business),
        _line("recommendation", "Rekomendasi", "Penerapan sanksi"),
        _line("number", "Nomor sanksi", sanction.number),
        _line("step", "Jenis sanksi", STEPS[rungs[-1].step if rungs else sanction.step]),
        *_of_violation(violation),
        _line("licences", "Perizinan yang dikenai", "; ".join(touched)),
    )
    if rungs:
        rung = rungs[-1]
        lines += (
            _line("imposed_on", "Tanggal pengenaan", office.day_of(rung.imposed_at)),
            _line("legal_basis", "Dasar hukum", rung.legal_basis),
            _line("answer_due_on", "Batas waktu tanggapan", rung.answer_due_on),
        )
    if sanction.lifting is not None:
        lines += (
            _line("lifted_on", "Tanggal pencabutan sanksi", office.day_of(sanction.lifting.at)),
            _line("lifting_reason", "Alasan pencabutan sanksi", sanction.lifting.reason),
        )
    return lines


def of_assessment(compliance: Compliance, rule: ComplianceRule, business: Business) -> Lines:
    """Both parts, of which OSS makes the value (Ps 11(4)); our own value beside them."""
    technical, administrative = compliance.technical, compliance.administrative
    own = compliance.own_rating(rule)
    return (
        *of_business(business),
        _line("year", "Tahun penilaian", compliance.year),
        _line(
            "technical_points",
            "Nilai kepatuhan teknis",
            rounded(technical.points) if technical else None,
        ),
        _line(
            "administrative_points",
            "Nilai kepatuhan administratif",
            rounded(administrative.points) if administrative else None,
        ),
        _line("own_value", "Nilai kepatuhan (hitungan dinas)", compliance.value(rule)),
        _line("own_rating", "Kategori (hitungan dinas)", RATINGS[own] if own else None),
    )


def of_investment_report(report: InvestmentReport, business: Business) -> Lines:
    """What monitoring found in an LKPM (Ps 18(2))."""
    figures = report.figures
    judgement = report.evaluation or report.verification
    return (
        *of_business(business),
        _line("project", "Proyek", report.project),
        _line("period", "Periode LKPM", f"Triwulan {report.quarter} {report.year}"),
        _line("stage", "Tahap", STAGES[report.stage]),
        _line(
            "realised_investment_rupiah",
            "Realisasi Penanaman Modal",
            figures.realised_investment_rupiah,
        ),
        _line("indonesian_workers", "Tenaga kerja Indonesia", figures.indonesian_workers),
        _line("foreign_workers", "Tenaga kerja asing", figures.foreign_workers),
        _line("problems", "Permasalahan", figures.problems),
        _line("outcome", "Hasil pemantauan", JUDGEMENTS[report.status]),
        _line("notes", "Catatan pemantauan", judgement.notes if judgement else None),
    )


def _of_violation(violation: Violation) -> Lines:
    return (
        _line("level", "Tingkat pelanggaran", LEVELS[violation.level]),
        _line("obligation_code", "Kewajiban yang dilanggar", violation.obligation_code),
        _line("description", "Uraian pelanggaran", violation.description),
        _line("found_on", "Tanggal ditemukan", violation.found_on),
    )


def _line(field: str, label: str, value: object) -> Line:
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return Line(field=field, label=label, value=text)
