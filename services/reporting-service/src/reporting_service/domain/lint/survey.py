"""Lints the survey table: recomputes every sum, mean, total, index and class from the sheets.

One wrong mean shows in many places: those are told as following from it. A figure that no way of
computing explains is a fault of its own.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.printed import PrintedReport, PrintedSurvey
from reporting_service.domain.survey import GRADES, grade_of
from reporting_service.domain.table import rounded

_NRR_PLACES = 3
_IKM_PLACES = 2
_TO_IKM = 25
_HALF_A_CENT = Decimal("0.005")


class _Truth:
    """The figures as the sheets give them; from the printed sums where no sheets were handed in."""

    def __init__(self, survey: PrintedSurvey) -> None:
        if survey.sheets:
            self.respondents = len(survey.sheets)
            self.sums = tuple(map(sum, zip(*survey.sheets, strict=True)))
        else:
            self.respondents = survey.stated_respondents or 0
            self.sums = survey.sums
        self.is_known = self.respondents > 0 and bool(self.sums)
        self.nrr = [Fraction(one, self.respondents) for one in self.sums] if self.is_known else []

    @property
    def total(self) -> Fraction:
        """The weighted total under equal weights: the mean of the means."""
        return sum(self.nrr, Fraction(0)) / len(self.nrr)


def lint_survey(report: PrintedReport) -> Iterator[Finding]:
    """The whole survey section."""
    survey = report.survey
    truth = _Truth(survey)
    if not truth.is_known:
        return
    yield from _counts(survey, truth)
    means = list(_means(survey, truth))
    wrong = [one.where.rpartition(".")[2] for one in means]
    yield from means
    yield from _copies(survey, truth, wrong)
    yield from _weighted(survey, truth, wrong)
    yield from _totals(survey, truth, wrong)
    yield from _legend(survey)
    yield from _indexes(survey, truth, wrong)
    yield from _classes(survey, truth)
    yield from _extremes(survey, truth)


def _names(survey: PrintedSurvey, truth: _Truth) -> Sequence[str]:
    return survey.columns or tuple(f"U{place}" for place in range(1, len(truth.sums) + 1))


def _counts(survey: PrintedSurvey, truth: _Truth) -> Iterator[Finding]:
    if survey.stated_respondents not in (None, truth.respondents):
        yield Finding(
            rule="survey_respondents",
            where="survey.printed.n_stated",
            printed=str(survey.stated_respondents),
            expected=str(truth.respondents),
            explanation="Jumlah responden tidak sama dengan jumlah baris jawaban.",
        )
    for name, printed, true in zip(_names(survey, truth), survey.sums, truth.sums, strict=False):
        if printed != true:
            yield Finding(
                rule="survey_sum",
                where=f"survey.printed.sum.{name}",
                printed=str(printed),
                expected=str(true),
                explanation="Jumlah nilai unsur tidak sama dengan jumlah jawaban responden.",
            )


def _means(survey: PrintedSurvey, truth: _Truth) -> Iterator[Finding]:
    for place, (name, printed, true) in enumerate(
        zip(_names(survey, truth), survey.nrr, truth.nrr, strict=False)
    ):
        expected = rounded(true, _NRR_PLACES)
        if rounded(printed, _NRR_PLACES) != expected:
            yield Finding(
                rule="survey_nrr",
                where=f"survey.printed.nrr.{name}",
                printed=str(rounded(printed, _NRR_PLACES)),
                expected=str(expected),
                explanation=(
                    f"NRR {name} tidak sama dengan jumlah nilai dibagi jumlah responden"
                    f" ({truth.sums[place]}/{truth.respondents})."
                ),
            )


def _because(wrong: Sequence[str]) -> str | None:
    return f"survey.printed.nrr.{wrong[0]}" if wrong else None


def _copies(survey: PrintedSurvey, truth: _Truth, wrong: Sequence[str]) -> Iterator[Finding]:
    for place, copies in survey.nrr_copies.items():
        for name, printed, true in zip(_names(survey, truth), copies, truth.nrr, strict=False):
            expected = rounded(true, _NRR_PLACES)
            if rounded(printed, _NRR_PLACES) != expected:
                yield Finding(
                    rule="survey_nrr_copy",
                    where=f"survey.printed.{place}.{name}",
                    printed=str(rounded(printed, _NRR_PLACES)),
                    expected=str(expected),
                    explanation="Nilai rata-rata ini mengulangi NRR yang salah."
                    if name in wrong
                    else "Nilai rata-rata ini tidak sama dengan NRR unsurnya.",
                    depends_on=f"survey.printed.nrr.{name}" if name in wrong else None,
                )


def _weighted(survey: PrintedSurvey, truth: _Truth, wrong: Sequence[str]) -> Iterator[Finding]:
    weight = _weight(survey, len(truth.nrr))
    for name, printed, true in zip(_names(survey, truth), survey.weighted, truth.nrr, strict=False):
        places = max(2, _places(printed))
        expected = rounded(true * weight, places)
        if rounded(printed, places) != expected:
            follows = name in wrong
            yield Finding(
                rule="survey_weighted",
                where=f"survey.printed.nrr_tertimbang.{name}",
                printed=str(rounded(printed, places)),
                expected=str(expected),
                explanation="NRR tertimbang mengikuti NRR unsur yang salah."
                if follows
                else "NRR tertimbang tidak sama dengan NRR kali bobot yang tercetak.",
                depends_on=f"survey.printed.nrr.{name}" if follows else None,
            )


def _weight(survey: PrintedSurvey, elements: int) -> Fraction:
    if survey.stated_weight is not None:
        return Fraction(survey.stated_weight)
    return Fraction(1, elements)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _totals(survey: PrintedSurvey, truth: _Truth, wrong: Sequence[str]) -> Iterator[Finding]:
    by_weight = sum(truth.nrr, Fraction(0)) * _weight(survey, len(truth.nrr))
    lawful = {rounded(truth.total, _NRR_PLACES), rounded(by_weight, _NRR_PLACES)}
    for place, printed in survey.totals.items():
        if rounded(printed, _NRR_PLACES) not in lawful:
            yield Finding(
                rule="survey_total",
                where=f"survey.printed.{place}",
                printed=str(rounded(printed, _NRR_PLACES)),
                expected=str(rounded(truth.total, _NRR_PLACES)),
                explanation="Jumlah NRR tertimbang tidak sama dengan hasil dari jawaban responden.",
                depends_on=_because(wrong),
            )


def _legend(survey: PrintedSurvey) -> Iterator[Finding]:
    """The printed total against the printed legend, whatever the true one is."""
    printed = survey.totals.get("total_nrr_tertimbang")
    if printed is None or survey.stated_weight is None or not survey.nrr:
        return
    summed = sum(survey.weighted, Decimal(0))
    by_weight = rounded(sum(survey.nrr, Decimal(0)) * survey.stated_weight, _NRR_PLACES)
    if rounded(printed, _NRR_PLACES) in (by_weight, rounded(summed, _NRR_PLACES)):
        return
    yield Finding(
        rule="survey_legend",
        where="survey.printed.total_nrr_tertimbang",
        printed=str(rounded(printed, _NRR_PLACES)),
        expected=f"{summed} atau {by_weight}",
        explanation=(
            f"Total ini bukan jumlah NRR tertimbang yang tercetak ({summed}) dan bukan jumlah NRR"
            f" kali bobot {survey.stated_weight} pada keterangan ({by_weight})."
        ),
    )


def _indexes(survey: PrintedSurvey, truth: _Truth, wrong: Sequence[str]) -> Iterator[Finding]:
    expected = rounded(truth.total * _TO_IKM, _IKM_PLACES)
    by_weight = sum(truth.nrr, Fraction(0)) * _weight(survey, len(truth.nrr)) * _TO_IKM
    by_rounded = rounded(truth.total, _NRR_PLACES) * _TO_IKM
    lawful = {expected, rounded(by_weight, _IKM_PLACES), rounded(by_rounded, _IKM_PLACES)}
    for place, printed in survey.indexes.items():
        if rounded(printed, _IKM_PLACES) not in lawful:
            yield Finding(
                rule="survey_index",
                where=f"survey.printed.{place}",
                printed=str(rounded(printed, _IKM_PLACES)),
                expected=str(expected),
                explanation=(
                    f"IKM dari jawaban responden dengan bobot tepat 1/{len(truth.nrr)} adalah"
                    f" {expected}."
                ),
                depends_on=_because(wrong),
            )


def _classes(survey: PrintedSurvey, truth: _Truth) -> Iterator[Finding]:
    grade, label = grade_of(rounded(truth.total * _TO_IKM, _IKM_PLACES))
    for place, printed, expected in (
        ("mutu", survey.grade, grade),
        ("kinerja", survey.label, label),
    ):
        if printed is not None and printed.strip().casefold() != expected.casefold():
            yield Finding(
                rule="survey_class",
                where=f"survey.printed.{place}",
                printed=printed,
                expected=expected,
                explanation="Mutu pelayanan tidak sesuai dengan nilai IKM.",
            )
    bounds = {one: bound for bound, one, _ in GRADES}
    for name, printed_bound in survey.lower_bounds.items():
        if name in bounds and abs(bounds[name] - printed_bound) > _HALF_A_CENT:
            yield Finding(
                rule="survey_bounds",
                where=f"survey.printed.thresholds.{name}",
                printed=str(printed_bound),
                expected=str(bounds[name]),
                explanation="Batas bawah mutu pelayanan berbeda dari PermenPANRB 14/2017.",
            )


def _extremes(survey: PrintedSurvey, truth: _Truth) -> Iterator[Finding]:
    ordered = sorted(zip(truth.nrr, _names(survey, truth), strict=False))
    places = (
        ("lowest", survey.lowest, ordered[0][0]),
        ("second_lowest", survey.second_lowest, ordered[min(1, len(ordered) - 1)][0]),
        ("highest", survey.highest, ordered[-1][0]),
    )
    true_of = {name: value for value, name in ordered}
    for place, printed, value in places:
        if printed is None or true_of.get(printed[0]) == value:
            continue
        names = [name for one, name in ordered if one == value]
        yield Finding(
            rule="survey_extreme",
            where=f"survey.printed.{place}",
            printed=printed[0],
            expected=" / ".join(names),
            explanation="Unsur ini bukan unsur dengan nilai tersebut.",
        )
