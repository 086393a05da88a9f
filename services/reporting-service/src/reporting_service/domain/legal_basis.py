"""The legal bases that a report names (Laporan Kinerja PTSP 1.2 a to i), as dated data.

An office keeps its own list. Until it does, the national regulations that the source prints stand
there; none of them counts as verified before the office has read its official text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_SOURCE = "Laporan Kinerja PTSP Kabupaten Kotawaringin Timur Triwulan II Tahun 2024, 1.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A regulation in the order of the list; without a day it is in force on that side for ever."""

    citation: str
    source: str
    verified: bool = False
    effective_from: date | None = None
    effective_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether a report of a period that ends on that day names it."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


def _printed(citation: str) -> LegalBasis:
    return LegalBasis(citation=citation, source=_SOURCE)


# The source's a to f, with what replaced c before the quarter that it reports. Its g to i are
# regulations of one regency, which enters them itself.
SHIPPED: tuple[LegalBasis, ...] = (
    _printed("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik"),
    _printed("Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah"),
    LegalBasis(
        citation="Undang-Undang Nomor 11 Tahun 2020 tentang Cipta Kerja",
        source=_SOURCE,
        effective_to=date(2023, 3, 30),
    ),
    LegalBasis(
        citation="Undang-Undang Nomor 6 Tahun 2023 tentang Penetapan Peraturan Pemerintah Pengganti"
        " Undang-Undang Nomor 2 Tahun 2022 tentang Cipta Kerja menjadi Undang-Undang",
        source="Peraturan Bupati Sumba Timur Nomor 32 Tahun 2023, dasar hukum",
        effective_from=date(2023, 3, 31),
    ),
    _printed(
        "Peraturan Pemerintah Nomor 5 Tahun 2021 tentang Penyelenggaraan Perizinan Berusaha"
        " Berbasis Risiko"
    ),
    _printed(
        "Peraturan Pemerintah Nomor 6 Tahun 2021 tentang Penyelenggaraan Perizinan Berusaha di"
        " Daerah"
    ),
    _printed(
        "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 14 Tahun"
        " 2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat Unit Penyelenggara Pelayanan"
        " Publik"
    ),
)


def in_force(entries: Sequence[LegalBasis], day: date) -> tuple[LegalBasis, ...]:
    """Those in force, in the order of the list."""
    return tuple(one for one in entries if one.is_in_force(day))
