"""Report tables of the survey: the answer sheets with their sums, and the index per element
(Laporan Kinerja PTSP 2.5)."""

from collections.abc import Sequence

from reporting_service.domain.survey import ELEMENTS, POLICY, IndexResult, Nine, Tally, index_of
from reporting_service.domain.table import Freshness, Table, fixed, numbered, whole

# A report of a busy office prints the first sheets; sums and index are always of all of them.
MOST_LISTED = 2_000
_NRR_PLACES = 3
_RESPONSES_METHOD = (
    "Satu baris per responden, tanpa identitas, berurutan menurut tanggal. Jumlah nilai per unsur"
    " adalah bilangan bulat."
)
_INDEX_METHOD = (
    "Kebijakan 'ninth': NRR = jumlah nilai / jumlah responden; NRR tertimbang = NRR x 1/9 tepat;"
    " IKM = jumlah NRR tertimbang x 25; satu kali pembulatan setengah ke atas pada akhir."
)
_SOURCE = "Jawaban SKM yang tercatat"


def _columns() -> tuple[str, ...]:
    return tuple(f"U{place}" for place in range(1, len(ELEMENTS) + 1))


def responses_table(
    sheets: Sequence[Nine], tally: Tally, *, number: int, period: str, freshness: Freshness
) -> Table:
    """Every answer sheet; the totals are the sums that the index is made from."""
    sums = dict(zip(_columns(), map(whole, tally.sums), strict=True))
    available = tally.respondents > 0
    return Table(
        id="survey_responses",
        number=number,
        title=f"Survei Kepuasan Masyarakat per responden periode {period}",
        columns=("No. Resp", *_columns()),
        rows=numbered([tuple(map(whole, sheet)) for sheet in sheets]),
        totals=sums | {"Responden": whole(tally.respondents)} if available else {},
        unit="nilai 1-4",
        method=_RESPONSES_METHOD,
        source=_SOURCE,
        freshness=freshness,
        notes=tuple(f"U{place} = {name}" for place, name in enumerate(ELEMENTS.values(), start=1)),
    )


def _not_listed(count: int) -> tuple[str, ...]:
    if count <= 0:
        return ()
    return (f"{count} responden lainnya tidak dicetak; jumlah mencakup semua responden.",)


def index_table(tally: Tally, *, number: int, period: str, freshness: Freshness) -> Table:
    """The mean of each element, the index and its class; nothing when nobody answered."""
    result = index_of(tally)
    return Table(
        id="survey_index",
        number=number,
        title=f"Hasil survei dan nilai per unsur pelayanan periode {period}",
        columns=("Unsur", "Kode", "Unsur Pelayanan", "Jumlah Nilai", "NRR", "NRR Tertimbang"),
        rows=() if result is None else _element_rows(result),
        totals={} if result is None else _index_totals(result),
        unit=f"NRR 1-4, IKM 25-100 ({POLICY})",
        method=_INDEX_METHOD,
        source=_SOURCE,
        freshness=freshness,
        notes=() if result is None else _extremes(result),
    )


def _element_rows(result: IndexResult) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            f"U{place}",
            one.code,
            one.name,
            whole(one.sum),
            fixed(one.nrr, _NRR_PLACES),
            fixed(one.weighted, _NRR_PLACES),
        )
        for place, one in enumerate(result.elements, start=1)
    )


def _index_totals(result: IndexResult) -> dict[str, str]:
    grade, label = result.grade
    return {
        "Responden": whole(result.respondents),
        "NI": fixed(result.ni, _NRR_PLACES),
        "IKM": str(result.ikm),
        "Mutu": grade,
        "Kinerja": label,
        "Kebijakan": POLICY,
    }


def _extremes(result: IndexResult) -> tuple[str, ...]:
    lowest = ", ".join(one.name for one in result.lowest)
    highest = ", ".join(one.name for one in result.highest)
    return (
        f"Nilai terendah: {lowest} ({fixed(result.lowest[0].nrr, _NRR_PLACES)})",
        f"Nilai tertinggi: {highest} ({fixed(result.highest[0].nrr, _NRR_PLACES)})",
    )
