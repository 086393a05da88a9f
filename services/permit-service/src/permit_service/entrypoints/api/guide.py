"""The guide to a service, in Indonesian and English, made of what the catalogue says of it."""

from permit_service.domain.service import Channel, Service
from permit_service.domain.standard_document import IN_FORCE
from permit_service.domain.validity import ValidityKind, ValidityRule
from shared.calendar.rulers import Standard, Unit

_UNITS = {
    Unit.HOUR: ("jam", "hours"),
    Unit.WORKING_DAY: ("hari kerja", "working days"),
    Unit.CALENDAR_DAY: ("hari kalender", "calendar days"),
}

_STANDARDS = (
    ("service_standard", "Standar Pelayanan (SPP)", "Service standard (SPP)"),
    ("operating_procedure", "Standar Operasional Prosedur (SOP)", "Operating procedure (SOP)"),
)

_SIGNED_ALONE = ("Kepala Dinas menandatangani dokumen.", "The Head signs the document.")
_SIGNED_AFTER_SURVEY = (
    "Isi Survei Kepuasan Masyarakat; setelah itu Kepala Dinas menandatangani dokumen.",
    "Fill in the satisfaction survey; the Head signs the document after it.",
)


def guide_to(service: Service) -> dict[str, list[str]]:
    """The steps from the applicant's account to the document, in order."""
    return {"id": _steps(service, 0), "en": _steps(service, 1)}


def _steps(service: Service, language: int) -> list[str]:
    count = len(service.requirements)
    found = [
        (
            "Daftar akun, lalu ajukan permohonan secara mandiri atau melalui petugas pendamping.",
            "Register, then apply by yourself or with an officer who accompanies you.",
        ),
        (
            f"Unggah {count} persyaratan yang tercantum; yang wajib harus ada.",
            f"Upload the {count} requirements; the mandatory ones must be there.",
        ),
        (
            "Setujui pernyataan kebenaran dokumen, kirim, dan simpan nomor resi.",
            "Accept the declaration, hand in, and keep the receipt number.",
        ),
        (
            "Petugas kantor depan memverifikasi kelengkapan dan kesesuaian.",
            "The front office verifies completeness and conformity.",
        ),
    ]
    if service.agencies:
        found.append(
            (
                "Instansi teknis memberikan rekomendasi.",
                "The technical agencies give their recommendation.",
            )
        )
    found += [
        ("Petugas kantor belakang memvalidasi permohonan.", "The back office validates."),
        *_ending(service),
    ]
    found += [*_standards(service), *_closure(service), *_validity(service.validity)]
    return [one[language] for one in found] + [_time(service.standard, language)]


def _standards(service: Service) -> list[tuple[str, str]]:
    """The standard (SPP) and the procedure (SOP) that are in force, or will be from a day on."""
    found = []
    for key, indonesian, english in _STANDARDS:
        document = service.content.get(key)
        if document and document["state"] == IN_FORCE:
            since = document["in_force_from"]
            number = f" {document['number']}" if document.get("number") else ""
            said = f"{number} (versi {document['version']}), berlaku sejak {since}."
            told = f"{number} (version {document['version']}), in force from {since}."
            found.append((f"{indonesian}{said}", f"{english}{told}"))
    return found


def _closure(service: Service) -> list[tuple[str, str]]:
    closed_on = service.content.get("closed_on")
    if not closed_on:
        return []
    return [
        (
            f"Sejak {closed_on} permohonan baru tidak diterima.",
            f"From {closed_on} on no new application is taken.",
        )
    ]


def _ending(service: Service) -> list[tuple[str, str]]:
    if service.channel in {Channel.OSS, Channel.MPPD}:
        return [
            (
                "Dokumen diterbitkan oleh lembaga yang berwenang pada kanal tersebut.",
                "The document is issued by the competent body of that channel.",
            )
        ]
    return [
        _SIGNED_ALONE if service.survey_exemption else _SIGNED_AFTER_SURVEY,
        (
            "Dokumen elektronik diserahkan melalui surel atau SMS.",
            "The electronic document is handed over by mail or SMS.",
        ),
    ]


def _time(standard: Standard, language: int) -> str:
    label = ("Waktu pelayanan", "Service time")[language]
    return f"{label}: {standard.value} {_UNITS[standard.unit][language]}."


def _validity(rule: ValidityRule) -> list[tuple[str, str]]:
    """What a verified rule says; an unverified one is not told as if it were law."""
    if not rule.verified:
        return []
    years, months = _counted(rule.years, "tahun", "year"), _counted(rule.months, "bulan", "month")
    term = [" ".join(one[place] for one in (years, months) if one) for place in (0, 1)]
    return {
        ValidityKind.FIXED_TERM: [(f"Masa berlaku: {term[0]}.", f"Validity: {term[1]}.")],
        ValidityKind.UNLIMITED: [("Berlaku tanpa batas waktu.", "It holds without limit of time.")],
        ValidityKind.END_OF_MONTH: [
            ("Berlaku sampai dengan akhir bulan.", "It holds until the end of the month.")
        ],
        ValidityKind.END_OF_YEAR: [
            ("Berlaku sampai dengan akhir tahun.", "It holds until the end of the year.")
        ],
        ValidityKind.PER_DECISION: [
            ("Masa berlaku ditetapkan dalam keputusan.", "The decision says how long it holds.")
        ],
    }[rule.kind]


def _counted(count: int, indonesian: str, english: str) -> tuple[str, str] | None:
    if not count:
        return None
    return f"{count} {indonesian}", f"{count} {english}{'s' if count > 1 else ''}"
