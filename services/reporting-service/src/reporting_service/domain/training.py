"""Trainings and assistance of staff (Laporan Kinerja PTSP 4.1 d, 4.2 d): what was held in the
quarter, and which roles had none in the year so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reporting_service.domain.table import Freshness, Table, numbered, whole
from shared.calendar.written import long_date
from shared.identity import Role

# Those who serve applicants; assistance for front and back office is what the source asks for.
ROLES: Mapping[Role, str] = {
    Role.FRONT_OFFICE: "Front Office",
    Role.BACK_OFFICE: "Back Office",
    Role.LICENSING_OFFICIAL: "Pejabat Perizinan",
    Role.HEAD: "Kepala Dinas",
    Role.AGENCY_OFFICER: "Petugas OPD teknis",
    Role.INSPECTOR: "Pengawas",
    Role.ADMINISTRATOR: "Administrator",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One training: on which day, on what, for whom, and how many people took part."""

    held_on: date
    topic: str
    roles: tuple[Role, ...]
    people: int


def untrained(of_year: Sequence[Training]) -> tuple[Role, ...]:
    """The roles without any training among these."""
    trained = {role for one in of_year for role in one.roles}
    return tuple(role for role in ROLES if role not in trained)


def trainings_table(
    of_quarter: Sequence[Training],
    of_year: Sequence[Training],
    *,
    number: int,
    period: str,
    freshness: Freshness,
) -> Table:
    """The quarter's trainings; `of_year` are those of the year up to the quarter's end."""
    shown = sorted(of_quarter, key=lambda one: (one.held_on, one.topic))
    rows = [
        (
            long_date(one.held_on),
            one.topic,
            ", ".join(ROLES[role] for role in one.roles),
            whole(one.people),
        )
        for one in shown
    ]
    missing = ", ".join(ROLES[role] for role in untrained(of_year))
    return Table(
        id="trainings",
        number=number,
        title=f"Pelatihan dan pendampingan aparatur periode {period}",
        columns=("No", "Tanggal", "Materi", "Peran", "Peserta"),
        rows=numbered(rows),
        totals={"Kegiatan": whole(len(rows)), "Peserta": whole(sum(one.people for one in shown))}
        if rows
        else {},
        unit="kegiatan, orang",
        method="Pelatihan menurut tanggal pelaksanaannya.",
        source="Pelatihan yang dicatat kantor",
        freshness=freshness,
        notes=(f"Belum ada pelatihan tahun ini untuk: {missing}.",) if missing else (),
    )
