"""The guide to a service, in Indonesian and English, made of what the catalogue says of it."""

from permit_service.domain.service import Channel, Service
from shared.calendar.rulers import Standard, Unit

_UNITS = {
    Unit.HOUR: ("jam", "hours"),
    Unit.WORKING_DAY: ("hari kerja", "working days"),
    Unit.CALENDAR_DAY: ("hari kalender", "calendar days"),
}


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
    return [one[language] for one in found] + [_time(service.standard, language)]


def _ending(service: Service) -> list[tuple[str, str]]:
    if service.channel in {Channel.OSS, Channel.MPPD}:
        return [
            (
                "Dokumen diterbitkan oleh lembaga yang berwenang pada kanal tersebut.",
                "The document is issued by the competent body of that channel.",
            )
        ]
    return [
        (
            "Isi Survei Kepuasan Masyarakat; setelah itu Kepala Dinas menandatangani dokumen.",
            "Fill in the satisfaction survey; the Head signs the document after it.",
        ),
        (
            "Dokumen elektronik diserahkan melalui surel atau SMS.",
            "The electronic document is handed over by mail or SMS.",
        ),
    ]


def _time(standard: Standard, language: int) -> str:
    label = ("Waktu pelayanan", "Service time")[language]
    return f"{label}: {standard.value} {_UNITS[standard.unit][language]}."
