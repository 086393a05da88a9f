"""Frequencies, ladder, clocks and rule sets: numbers come from dated data alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from inspection_service.adapters.rule_sets import ShippedRuleBook
from inspection_service.domain.business import (
    Licence,
    LicenceStatus,
    Location,
    Rating,
    Risk,
    Scale,
    business_id_of,
    checked_nib,
    first_told,
    location_id_of,
)
from inspection_service.domain.errors import (
    EntryNotAllowed,
    FoundInTheFuture,
    FrequencyLimitReached,
    GuidanceFirst,
    LicenceNotOfBusiness,
    LicenceNotTouchable,
    LicencesMissing,
    LocationUnknown,
    NextStepNotAllowed,
    NibNotValid,
)
from inspection_service.domain.frequency import allowance, check_another_visit
from inspection_service.domain.inspection import Form, Kind, form_for
from inspection_service.domain.ladder import check_licences, entry_reason, following_step
from inspection_service.domain.rules import Level, NoRuleSetInForce, RuleSet, Step
from inspection_service.domain.violation import Origin, Violation, ViolationStatus, report_clock
from shared.calendar.own_days import calendar_of

BOOK = ShippedRuleBook()
TODAY = date(2026, 6, 15)


def rules(*, office: str = "53.11", on: date = TODAY) -> RuleSet:
    return BOOK.in_force(office_code=office, on=on)


@pytest.mark.parametrize(
    ("office", "on", "version"),
    [
        ("62.02", date(2024, 6, 30), "bkpm-5-2021/1"),
        ("62.02", date(2025, 9, 30), "bkpm-5-2021/1"),
        ("62.02", date(2025, 10, 1), "permeninves-5-2025/1"),
        ("53.11", date(2023, 8, 20), "bkpm-5-2021/1"),
        ("53.11", date(2023, 8, 21), "perbup-sumba-timur-32-2023/1+bkpm-5-2021/1"),
        ("53.11", date(2025, 10, 1), "perbup-sumba-timur-32-2023/1+permeninves-5-2025/1"),
    ],
)
def test_the_rule_set_follows_office_and_day(office: str, on: date, version: str) -> None:
    assert rules(office=office, on=on).version == version


def test_before_every_rule_set_nothing_is_invented() -> None:
    with pytest.raises(NoRuleSetInForce):
        rules(on=date(2020, 1, 1))


def test_the_ladder_of_2025_is_a_copy_and_says_so() -> None:
    old, new = rules(on=date(2025, 9, 30)).ladder, rules(on=date(2025, 10, 1)).ladder
    assert new.following == old.following
    assert not new.basis.verified
    assert "not verified" in new.basis.source


def test_reports_are_due_on_day_10_and_then_on_day_15() -> None:
    assert rules(on=date(2024, 7, 1)).reporting.due_day == 10
    assert rules(on=date(2025, 12, 31)).reporting.due_day == 15


@pytest.mark.requirement("R004-P08-1", "R004-P15-1")
@pytest.mark.parametrize(
    ("risk", "rating", "scale", "visits"),
    [
        (Risk.LOW, None, Scale.LARGE, 1),
        (Risk.MEDIUM_LOW, Rating.GOOD, Scale.MEDIUM, 1),
        (Risk.MEDIUM_HIGH, None, None, 2),
        (Risk.HIGH, Rating.POOR, Scale.MICRO, 2),
        (Risk.LOW, Rating.VERY_GOOD, Scale.LARGE, 0),
        (Risk.MEDIUM_LOW, Rating.VERY_GOOD, Scale.MEDIUM, 0),
        (Risk.MEDIUM_HIGH, Rating.VERY_GOOD, Scale.LARGE, 1),
        (Risk.HIGH, Rating.VERY_GOOD, None, 1),
        (Risk.HIGH, Rating.VERY_GOOD, Scale.MICRO, 0),
        (Risk.HIGH, Rating.VERY_GOOD, Scale.SMALL, 0),
        (Risk.HIGH, Rating.GOOD, Scale.SMALL, 2),
    ],
)
def test_the_cap_follows_risk_compliance_and_size(
    risk: Risk, rating: Rating | None, scale: Scale | None, visits: int
) -> None:
    found = allowance(rules().frequency, risk=risk, rating=rating, scale=scale)
    assert found.visits == visits


def test_the_cap_is_a_limit_that_names_its_article() -> None:
    found = allowance(rules().frequency, risk=Risk.HIGH, rating=None, scale=None)
    check_another_visit(found, visits_so_far=1)
    with pytest.raises(FrequencyLimitReached) as refused:
        check_another_visit(found, visits_so_far=2)
    assert refused.value.article == "Perbup Sumba Timur 32/2023 Ps 8(2)"


def violation(level: Level, *, bap: bool = True) -> Violation:
    return Violation(
        id=uuid4(),
        office_code="53.11",
        business_id=uuid4(),
        nib="1234567890123",
        level=level,
        obligation_code="KW-A",
        description="-",
        origin=Origin.BAP if bap else Origin.EXPERT,
        found_on=TODAY,
        recorded_by="ina",
        recorded_at=datetime(2026, 6, 15, tzinfo=UTC),
        ruleset_version="set/1",
        inspection_id=uuid4() if bap else None,
    )


ENTRY = {
    (Level.LIGHT, Step.WARNING_1),
    (Level.MEDIUM, Step.WARNING_1),
    (Level.MEDIUM, Step.FIRST_AND_LAST_WARNING),
    (Level.MEDIUM, Step.SUSPENSION),
    (Level.HEAVY, Step.WARNING_1),
    (Level.HEAVY, Step.FIRST_AND_LAST_WARNING),
    (Level.HEAVY, Step.SUSPENSION),
    (Level.HEAVY, Step.LICENCE_REVOCATION),
    (Level.HEAVY, Step.SUPPORTING_LICENCE_REVOCATION),
}


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("step", Step)
def test_a_level_enters_the_ladder_where_the_rule_set_says(level: Level, step: Step) -> None:
    ladder = rules().ladder
    if (level, step) in ENTRY:
        assert entry_reason(ladder, violation(level), step=step, guidance_failed=True)
        return
    with pytest.raises(EntryNotAllowed):
        entry_reason(ladder, violation(level), step=step, guidance_failed=True)


def test_a_medium_violation_enters_at_suspension_only_when_a_bap_proves_it() -> None:
    unproven = violation(Level.MEDIUM, bap=False)
    with pytest.raises(EntryNotAllowed):
        entry_reason(rules().ladder, unproven, step=Step.SUSPENSION, guidance_failed=False)


def test_guidance_comes_first_for_light_violations_alone() -> None:
    ladder = rules().ladder
    with pytest.raises(GuidanceFirst):
        entry_reason(ladder, violation(Level.LIGHT), step=Step.WARNING_1, guidance_failed=False)
    reason = entry_reason(
        ladder, violation(Level.MEDIUM), step=Step.SUSPENSION, guidance_failed=False
    )
    assert reason == "direct_entry"


def test_a_settled_violation_starts_nothing() -> None:
    settled = replace(violation(Level.HEAVY), status=ViolationStatus.CORRECTED)
    with pytest.raises(Exception, match="settled"):
        entry_reason(rules().ladder, settled, step=Step.SUSPENSION, guidance_failed=False)


FOLLOWING = {
    Step.WARNING_1: Step.WARNING_2,
    Step.WARNING_2: Step.WARNING_3,
    Step.WARNING_3: Step.SUSPENSION,
    Step.FIRST_AND_LAST_WARNING: Step.SUSPENSION,
    Step.SUSPENSION: Step.LICENCE_REVOCATION,
}


@pytest.mark.parametrize("step", Step)
def test_every_step_in_order_and_none_skipped(step: Step) -> None:
    ladder = rules().ladder
    if step not in FOLLOWING:
        with pytest.raises(NextStepNotAllowed):
            following_step(ladder, step, None)
        return
    assert following_step(ladder, step, None) is FOLLOWING[step]
    with pytest.raises(NextStepNotAllowed):
        following_step(ladder, step, Step.WARNING_1)


def licence(**changes: object) -> Licence:
    made = Licence(id=uuid4(), number="1", service_code="REKLAME", issued_on=TODAY)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_step_that_touches_licences_needs_some_that_can_be_touched() -> None:
    ladder = rules().ladder
    check_licences(ladder, Step.WARNING_1, [])
    check_licences(ladder, Step.SUSPENSION, [licence()])
    with pytest.raises(LicencesMissing):
        check_licences(ladder, Step.SUSPENSION, [])
    with pytest.raises(LicenceNotTouchable):
        check_licences(ladder, Step.SUSPENSION, [licence(status=LicenceStatus.REVOKED)])


def test_a_supporting_revocation_needs_a_supporting_licence() -> None:
    ladder = rules().ladder
    check_licences(ladder, Step.SUPPORTING_LICENCE_REVOCATION, [licence()])
    with pytest.raises(LicenceNotTouchable):
        check_licences(ladder, Step.SUPPORTING_LICENCE_REVOCATION, [licence(service_code="SIA")])


@pytest.mark.parametrize(
    ("found", "reported", "report_due", "late", "stop_due"),
    [
        # Friday before the long holiday of Eid 2024: day 1 is the 16th.
        ((2024, 4, 5), (2024, 4, 5), (2024, 4, 18), False, (2024, 4, 16)),
        ((2026, 6, 17), (2026, 6, 22), (2026, 6, 22), False, (2026, 6, 23)),
        ((2026, 6, 17), (2026, 6, 23), (2026, 6, 22), True, (2026, 6, 24)),
    ],
)
def test_an_expert_has_three_working_days_and_the_office_one(
    found: tuple[int, int, int],
    reported: tuple[int, int, int],
    report_due: tuple[int, int, int],
    late: bool,
    stop_due: tuple[int, int, int],
) -> None:
    clock = report_clock(
        rules().clocks,
        calendar_of((), worked=False),
        found_on=date(*found),
        reported_on=date(*reported),
    )
    assert clock.report_due_on == date(*report_due)
    assert clock.is_report_late is late
    assert clock.stop_due_on == date(*stop_due)


def test_nothing_is_found_in_the_future() -> None:
    with pytest.raises(FoundInTheFuture):
        report_clock(
            rules().clocks,
            calendar_of((), worked=False),
            found_on=date(2026, 6, 16),
            reported_on=TODAY,
        )


@pytest.mark.parametrize("nib", ["", "123", "12345678901234", "123456789012a", "١٢٣٤٥٦٧٨٩٠١٢٣"])
def test_a_nib_has_thirteen_digits(nib: str) -> None:
    with pytest.raises(NibNotValid):
        checked_nib(nib)


def test_a_business_with_one_place_need_not_name_it() -> None:
    business = first_told("53.11", "1234567890123")
    assert business.location(None) == business.locations[0]
    with pytest.raises(LocationUnknown):
        business.location(uuid4())
    with pytest.raises(LicenceNotOfBusiness):
        business.licences_named([uuid4()])


def test_the_first_address_fills_the_place_that_had_none_and_others_are_added() -> None:
    business = first_told("53.11", "1234567890123")
    first = business.locations[0].id

    def told(address: str) -> Location:
        return Location(id=location_id_of(business.id, address), address=address)

    business = business.placed(told("Jl. Mawar No. 1"))
    assert [one.id for one in business.locations] == [first]
    business = business.placed(told("JL MAWAR NO 1"))
    assert len(business.locations) == 1
    business = business.placed(told("Jl. Melati 2"))
    assert len(business.locations) == 2


def test_a_business_is_known_by_office_and_nib() -> None:
    assert first_told("53.11", "1234567890123").id == business_id_of("53.11", "1234567890123")


@pytest.mark.parametrize(
    ("scale", "kind", "asked", "form"),
    [
        (Scale.MICRO, Kind.ROUTINE, None, Form.GUIDANCE),
        (Scale.SMALL, Kind.ROUTINE, None, Form.GUIDANCE),
        (Scale.MEDIUM, Kind.ROUTINE, None, Form.EXAMINATION),
        (Scale.MICRO, Kind.INCIDENTAL, None, Form.EXAMINATION),
        (Scale.LARGE, Kind.ROUTINE, Form.GUIDANCE, Form.GUIDANCE),
    ],
)
def test_micro_and_small_are_supervised_by_guidance(
    scale: Scale, kind: Kind, asked: Form | None, form: Form
) -> None:
    business = replace(first_told("53.11", "1234567890123"), scale=scale)
    assert form_for(business, kind=kind, form=asked, form_reason=None) is form


def test_examining_a_small_business_needs_a_reason() -> None:
    business = replace(first_told("53.11", "1234567890123"), scale=Scale.SMALL)
    with pytest.raises(Exception, match="reason"):
        form_for(business, kind=Kind.ROUTINE, form=Form.EXAMINATION, form_reason=None)
    made = form_for(business, kind=Kind.ROUTINE, form=Form.EXAMINATION, form_reason="Aduan")
    assert made is Form.EXAMINATION
