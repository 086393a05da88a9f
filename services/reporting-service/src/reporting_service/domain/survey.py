"""The satisfaction index (IKM) from a report's own sums: integers, the weight exactly one ninth,
and one rounding at the end (PermenPANRB 14/2017).

Elements go by code, never by position: offices number the last two differently.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from uuid import UUID

from reporting_service.domain.errors import AnswersNotValid
from reporting_service.domain.table import rounded

# The order of Laporan Kinerja PTSP 2.5, U1 to U9; the names are the questionnaire's.
ELEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "PERSYARATAN": "Persyaratan",
        "PROSEDUR": "Sistem, mekanisme dan prosedur",
        "WAKTU": "Waktu penyelesaian",
        "BIAYA": "Biaya/tarif",
        "PRODUK": "Produk spesifikasi jenis pelayanan",
        "KOMPETENSI": "Kompetensi pelaksana",
        "PERILAKU": "Perilaku pelaksana",
        "SARANA": "Sarana dan prasarana",
        "PENGADUAN": "Penanganan pengaduan, saran dan masukan",
    }
)
POLICY = "ninth"
_SCALE = range(1, 5)
_TO_IKM = 25
# Lower bounds of the rounded index; the printed ranges leave gaps between their ends.
GRADES = (
    (Decimal("88.31"), "A", "Sangat Baik"),
    (Decimal("76.61"), "B", "Baik"),
    (Decimal("65.00"), "C", "Kurang Baik"),
    (Decimal("25.00"), "D", "Tidak Baik"),
)

Nine = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer sheet. It leads back to nobody: a random id and a day."""

    id: UUID
    answered_on: date
    service_code: str
    collection_mode: str
    answers: Nine

    @classmethod
    def of(
        cls,
        *,
        id: UUID,
        answered_on: date,
        service_code: str | None,
        collection_mode: str,
        answers: Mapping[str, int],
    ) -> "Response":
        """Refuses anything but nine answers of 1 to 4."""
        if set(answers) != set(ELEMENTS) or not all(one in _SCALE for one in answers.values()):
            raise AnswersNotValid
        return cls(
            id=id,
            answered_on=answered_on,
            service_code=service_code or "",
            collection_mode=collection_mode,
            answers=tuple(answers[code] for code in ELEMENTS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many answered and the sum of each element's answers."""

    respondents: int
    sums: Nine

    @classmethod
    def of(cls, sheets: Iterable[Nine]) -> "Tally":
        """Adds answer sheets up."""
        rows = list(sheets)
        sums = tuple(sum(row[place] for row in rows) for place in range(len(ELEMENTS)))
        return cls(respondents=len(rows), sums=sums)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementResult:
    """One element: its sum and its exact mean."""

    code: str
    name: str
    sum: int
    nrr: Fraction

    @property
    def weighted(self) -> Fraction:
        """The mean times one ninth."""
        return self.nrr / len(ELEMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexResult:
    """The index of a period. `ni` is exact; `ikm` is rounded half up to two decimals."""

    respondents: int
    elements: tuple[ElementResult, ...]
    ni: Fraction

    @property
    def ikm(self) -> Decimal:
        """25.00 to 100.00."""
        return rounded(self.ni * _TO_IKM, 2)

    @property
    def grade(self) -> tuple[str, str]:
        """The class and its label, by the lower bounds alone."""
        return grade_of(self.ikm)

    @property
    def lowest(self) -> tuple[ElementResult, ...]:
        """The element with the lowest mean; several when they tie."""
        least = min(one.nrr for one in self.elements)
        return tuple(one for one in self.elements if one.nrr == least)

    @property
    def highest(self) -> tuple[ElementResult, ...]:
        """The element with the highest mean; several when they tie."""
        most = max(one.nrr for one in self.elements)
        return tuple(one for one in self.elements if one.nrr == most)


def grade_of(ikm: Decimal) -> tuple[str, str]:
    """The class of an index of 25.00 to 100.00, and its label."""
    _, lowest, its_label = GRADES[-1]
    found = ((grade, label) for bound, grade, label in GRADES if ikm >= bound)
    return next(found, (lowest, its_label))


def index_of(tally: Tally) -> IndexResult | None:
    """The index under the policy `ninth`; nothing when nobody answered."""
    if tally.respondents == 0:
        return None
    elements = tuple(
        ElementResult(code=code, name=name, sum=total, nrr=Fraction(total, tally.respondents))
        for (code, name), total in zip(ELEMENTS.items(), tally.sums, strict=True)
    )
    ni = sum((one.weighted for one in elements), Fraction(0))
    return IndexResult(respondents=tally.respondents, elements=elements, ni=ni)
