"""The circuit breaker: thresholds, waits, one probe at a time, and a clock that jumps."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.circuit import Circuit, CircuitOpen, CircuitRule, CircuitState

NOW = datetime(2026, 6, 15, tzinfo=UTC)
RULE = CircuitRule(
    failures=3,
    first_wait=timedelta(seconds=30),
    longest_wait=timedelta(minutes=2),
    probe_lease=timedelta(minutes=1),
)
CLOSED = Circuit()


def failed(circuit: Circuit, times: int, *, at: datetime = NOW) -> Circuit:
    for _ in range(times):
        circuit = circuit.failed("timed_out", now=at, rule=RULE)
    return circuit


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_it_opens_with_the_third_failure_in_a_row_and_an_answer_between_starts_anew() -> None:
    assert failed(CLOSED, 2).state is CircuitState.CLOSED
    assert failed(CLOSED, 3).state is CircuitState.OPEN
    assert failed(failed(CLOSED, 2).succeeded(now=NOW), 2).state is CircuitState.CLOSED


def test_while_open_nobody_asks_and_the_refusal_says_how_long() -> None:
    with pytest.raises(CircuitOpen) as refused:
        failed(CLOSED, 3).admitting(now=after(10), rule=RULE)
    assert refused.value.retry_after_seconds == 20


def test_after_the_wait_one_asks_and_the_others_wait_for_what_comes_of_it() -> None:
    probing = failed(CLOSED, 3).admitting(now=after(30), rule=RULE)

    assert probing.state is CircuitState.HALF_OPEN
    with pytest.raises(CircuitOpen):
        probing.admitting(now=after(31), rule=RULE)
    assert probing.succeeded(now=after(32)).state is CircuitState.CLOSED


def test_a_probe_that_dies_gives_its_turn_away_when_its_lease_ends() -> None:
    probing = failed(CLOSED, 3).admitting(now=after(30), rule=RULE)
    assert probing.admitting(now=after(90), rule=RULE).retry_at == after(150)


def test_each_failed_probe_doubles_the_wait_up_to_the_longest() -> None:
    circuit, at, waits = failed(CLOSED, 3), NOW, []
    for _ in range(4):
        assert circuit.retry_at is not None
        waits.append((circuit.retry_at - at).total_seconds())
        at = circuit.retry_at
        circuit = failed(circuit.admitting(now=at, rule=RULE), 1, at=at)
    assert waits == [30, 60, 120, 120]


def test_failures_of_those_who_had_set_out_before_change_no_wait() -> None:
    opened = failed(CLOSED, 3)
    late = failed(opened, 5, at=after(5))
    assert (late.retry_at, late.failures) == (opened.retry_at, opened.failures)
    assert late.failing_since == NOW


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    opened = failed(CLOSED, 3)
    assert opened.admitting(now=NOW - timedelta(hours=1), rule=RULE).state is CircuitState.HALF_OPEN
