"""Who answered the survey, in groups (Laporan Kinerja PTSP 2.5 B). Groups of fewer than five come
hidden from the survey service, which alone knows respondents; they are printed as hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import Table, numbered, whole

# The questionnaire's own codes, in the order of the print.
TRAITS = {
    "jenis_kelamin": "Jenis kelamin",
    "umur": "Umur",
    "pendidikan": "Pendidikan",
    "pekerjaan": "Pekerjaan",
}
_HIDDEN = "kurang dari 5 (disamarkan)"
_UNSAID = "Tidak diisi"


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentGroup:
    """How many respondents have a trait in common; nothing where the group is hidden. `name` is
    nothing for those who did not say."""

    trait: str
    name: str | None
    respondents: int | None


def with_respondents(
    report: QuarterlyReport, groups: Sequence[RespondentGroup] | None
) -> QuarterlyReport:
    """The report with its last annex; `groups` are nothing where nobody could be asked."""
    number = 1 + max(table.number for table in (*report.tables, *report.annexes))
    return replace(report, annexes=(*report.annexes, _table(report, groups, number)))


def _table(report: QuarterlyReport, groups: Sequence[RespondentGroup] | None, number: int) -> Table:
    survey = next(one for one in report.tables if one.id == "survey_index")
    said = [one for one in groups or () if one.name is not None or one.respondents is None]
    rows = [
        (
            TRAITS[one.trait],
            _UNSAID if one.name is None else one.name,
            _HIDDEN if one.respondents is None else whole(one.respondents),
        )
        for one in groups or ()
    ]
    notes = () if groups is not None else ("Profil responden tidak dapat dibaca saat ini.",)
    return Table(
        id="respondents",
        number=number,
        title=f"Profil responden {survey.title[survey.title.index('periode') :]}",
        columns=("No", "Profil", "Kelompok", "Responden"),
        rows=numbered(rows) if said else (),
        unit="responden",
        method="Kelompok dengan kurang dari 5 responden disamarkan.",
        source="Jawaban SKM",
        freshness=survey.freshness,
        notes=notes,
    )
