"""The index (IKM) of a tally: exact fractions from integer sums, one policy, one class.

25 <= IKM <= 100 with the exact weight; nobody answered gives nothing, never 0 or D.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from survey_service.domain.grade import PERMENPANRB_14_2017, Grade, GradeScale
from survey_service.domain.policy import Policy
from survey_service.domain.questionnaire import Element, Questionnaire
from survey_service.domain.rounding import round_half_up
from survey_service.domain.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementScore:
    """`total` is the sum of an element's answers; `sub_elements` the means of its questions."""

    element: Element
    total: Fraction
    nrr: Fraction | None
    weighted: Fraction | None
    sub_elements: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionIndex:
    """`ranking` is from the lowest element up; `ties` are groups with the same mean."""

    policy: Policy
    respondents: int
    elements: tuple[ElementScore, ...]
    ni: Fraction | None = None
    ikm: Decimal | None = None
    grade: Grade | None = None
    ranking: tuple[Element, ...] = ()
    ties: tuple[tuple[Element, ...], ...] = ()
    uniform: int = 0
    all_highest: int = 0

    @property
    def lowest(self) -> Element | None:
        """The element with the lowest mean; the first of the questionnaire where several tie."""
        return self.ranking[0] if self.ranking else None

    @property
    def highest(self) -> Element | None:
        """The element with the highest mean; the first of the questionnaire where several tie."""
        if not self.ranking:
            return None
        totals = {score.element: score.total for score in self.elements}
        best = totals[self.ranking[-1]]
        return next(score.element for score in self.elements if score.total == best)


TallyOf = tuple[Questionnaire, Tally]


def index_of(
    tallies: Iterable[TallyOf], policy: Policy, *, scale: GradeScale = PERMENPANRB_14_2017
) -> SatisfactionIndex:
    """The index of all answers together, whichever questionnaire version each one used."""
    counted = [(questionnaire, tally) for questionnaire, tally in tallies if tally.respondents]
    respondents = sum(tally.respondents for _, tally in counted)
    scores = tuple(_score(element, counted, respondents, policy) for element in Element)
    if not respondents:
        return SatisfactionIndex(policy=policy, respondents=0, elements=scores)
    nrrs = tuple(score.nrr for score in scores if score.nrr is not None)
    ikm = policy.ikm(nrrs)
    ranking = sorted(scores, key=lambda score: score.total)
    return SatisfactionIndex(
        policy=policy,
        respondents=respondents,
        elements=scores,
        ni=policy.ni(nrrs),
        ikm=ikm,
        grade=scale.grade_of(ikm),
        ranking=tuple(score.element for score in ranking),
        ties=_ties(ranking),
        uniform=sum(tally.uniform for _, tally in counted),
        all_highest=sum(tally.all_highest for _, tally in counted),
    )


def _score(
    element: Element, counted: Sequence[TallyOf], respondents: int, policy: Policy
) -> ElementScore:
    total = sum(
        (questionnaire.element_total(element, tally.sums) for questionnaire, tally in counted),
        Fraction(0),
    )
    if not respondents:
        return ElementScore(element=element, total=total, nrr=None, weighted=None)
    nrr = total / respondents
    return ElementScore(
        element=element,
        total=total,
        nrr=nrr,
        weighted=policy.weighted(nrr),
        sub_elements=_sub_elements(element, counted),
    )


def _sub_elements(element: Element, counted: Sequence[TallyOf]) -> tuple[tuple[str, Fraction], ...]:
    """The mean of each sub-element over the versions that ask for it."""
    sums: dict[str, tuple[int, int]] = {}
    for questionnaire, tally in counted:
        codes = questionnaire.codes_of(element)
        for code in codes if len(codes) > 1 else ():
            total, count = sums.get(code, (0, 0))
            sums[code] = (total + tally.sums[code], count + tally.respondents)
    return tuple((code, Fraction(total, count)) for code, (total, count) in sums.items())


def _ties(ranking: Sequence[ElementScore]) -> tuple[tuple[Element, ...], ...]:
    groups = (tuple(group) for _, group in groupby(ranking, key=lambda score: score.total))
    return tuple(tuple(score.element for score in group) for group in groups if len(group) > 1)


def shown(value: Fraction | None, places: int) -> Decimal | None:
    """A figure as it is printed, half up."""
    return None if value is None else round_half_up(value, places)
