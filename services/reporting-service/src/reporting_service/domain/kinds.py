"""The rows of the licence recaps: what an office prints per channel, and which services of the
catalogue each row gathers. An unknown kind keeps its own wording and stands in a row of its own."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """How a licence was handled."""

    MANUAL = "MANUAL"
    OSS = "OSS"
    SICANTIK = "SICANTIK"
    MPPD = "MPPD"


class Measure(StrEnum):
    """What is counted. Unlike measures are never added."""

    LICENCES = "licences"
    PROJECTS = "projects"
    NIB = "nib"


# The channels whose licences the office handles itself; OSS issues by its own account.
LOCAL_CHANNELS = (Channel.MANUAL, Channel.SICANTIK, Channel.MPPD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A row of a recap. `services` are catalogue codes that it gathers."""

    code: str
    label: str
    channel: Channel
    measure: Measure = Measure.LICENCES
    services: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


def _kind(
    channel: Channel,
    code: str,
    label: str,
    services: str = "",
    *,
    measure: Measure = Measure.LICENCES,
    aliases: str = "",
) -> Kind:
    return Kind(
        code=code,
        label=label,
        channel=channel,
        measure=measure,
        services=frozenset(services.split()),
        aliases=frozenset(aliases.split(", ")) - {""},
    )


_SIP = "SIP-DOKTER SIP-DRG SIP-PERAWAT SIP-BIDAN SIP-APOTEKER SIP-TTK SIP-ATLM SIP-RO SIP-GIZI"

# Laporan Kinerja PTSP, 2.1 A to D, in the order of the print.
PRINTED: tuple[Kind, ...] = (
    _kind(
        Channel.MANUAL,
        "PBG",
        "Persetujuan Bangunan Gedung (PBG)",
        "PBG",
        aliases="persetujuan bangun gedung",
    ),
    _kind(
        Channel.MANUAL,
        "PKKPR",
        "Persetujuan Kesesuaian Kegiatan Pemanfaatan Ruang (PKKPR)",
        "PKKPR-NB",
        aliases="persetujuan kesesuaian kegiatan pemanfatan ruang",
    ),
    _kind(
        Channel.MANUAL, "SLF", "Sertifikat Laik Fungsi (SLF)", "SLF", aliases="surat laik fungsi"
    ),
    _kind(
        Channel.MANUAL,
        "SPPL",
        "Surat Pernyataan Kesanggupan Pengelolaan dan Pemantauan Lingkungan Hidup (SPPL)",
        "SPPL",
    ),
    _kind(Channel.MANUAL, "SLO", "Surat Laik Operasional (SLO)", "SLO"),
    _kind(
        Channel.OSS,
        "PERIZINAN-BERUSAHA",
        "Detail Perizinan Berusaha",
        "PKKPR-B SIA TOKO-OBAT TDG",
        aliases="perizinan berusaha",
    ),
    _kind(Channel.OSS, "PROYEK", "Detail Proyek", measure=Measure.PROJECTS, aliases="projects"),
    _kind(
        Channel.OSS,
        "NIB",
        "Detail NIB (Nomor Induk Berusaha)",
        measure=Measure.NIB,
        aliases="detail nib, nomor induk berusaha",
    ),
    _kind(Channel.SICANTIK, "MINOL", "Minuman Beralkohol (MINOL)", "SKPL-BC SKP-A"),
    _kind(Channel.SICANTIK, "REKLAME", "Reklame", "REKLAME"),
    _kind(Channel.SICANTIK, "PENDIDIKAN", "Pendidikan", "PAUD SEKOLAH LKP PKBM"),
    _kind(Channel.MPPD, "KESEHATAN", "Izin kesehatan", _SIP),
)


def printed_kinds(channel: Channel) -> tuple[Kind, ...]:
    """The rows that a channel's recap always prints, zero or not."""
    return tuple(kind for kind in PRINTED if kind.channel is channel)


def slug(text: str) -> str:
    """A kind's wording as a code: capitals, digits and single dashes."""
    return re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-")


def kind_code(text: str, *, channel: Channel, measure: Measure) -> str:
    """The code that a wording names: a row's, a service's, or one of its own.

    A row is found by its code, its label, an alias, or its abbreviation in brackets.
    """
    wanted = _names(text)
    for kind in printed_kinds(channel):
        if kind.measure is measure and wanted & _names_of(kind):
            return kind.code
    if measure is Measure.LICENCES:
        for kind in printed_kinds(channel):
            if slug(text) in kind.services:
                return slug(text)
    return slug(text)


def row_of(code: str, *, channel: Channel, measure: Measure) -> Kind | None:
    """The printed row to which a kind or service belongs; nothing if it has its own.

    Every licence of OSS belongs to its one row: the source prints no kinds of them.
    """
    for kind in printed_kinds(channel):
        if kind.measure is not measure:
            continue
        if code == kind.code or code in kind.services or channel is Channel.OSS:
            return kind
    return None


def label_of(code: str, given: str) -> str:
    """The wording to print: what the office wrote, unless it only wrote the code."""
    if slug(given) != code:
        return given
    return next((kind.label for kind in PRINTED if kind.code == code), given)


def _names(text: str) -> frozenset[str]:
    whole = slug(text)
    brackets = re.findall(r"\(([^()]*)\)", text)
    outside = slug(re.sub(r"\([^()]*\)", " ", text))
    return frozenset({whole, outside, *(slug(part) for part in brackets)}) - {""}


def _names_of(kind: Kind) -> frozenset[str]:
    return _names(kind.label) | {slug(alias) for alias in kind.aliases} | {kind.code}
