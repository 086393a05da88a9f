"""SiCANTIK's adapters against the simulator, over real sockets: both shapes, and every fault."""

import json
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import SecretStr

from gateway.adapters.sicantik import ConnectedSicantik, offices_of
from gateway.domain.errors import NotConnected, OutsideSystemAway, OutsideSystemRefused
from shared.testing.sicantik import SimulatedSicantik, application_row, simulated_sicantik

OFFICE = "62.02"
SHAPES = ["template_data", "splp"]
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
pytestmark = pytest.mark.requirement("R003-P02-2")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedSicantik]:
    with simulated_sicantik(tmp_path_factory.mktemp("sicantik")) as running:
        yield running


def reached(simulator: SimulatedSicantik, shape: str, **more: Any) -> ConnectedSicantik:
    simulator.behaves()
    office = getattr(simulator, shape)(**more)
    return ConnectedSicantik(offices_of(SecretStr(json.dumps({OFFICE: office}))))


async def numbers(sicantik: ConnectedSicantik, *, first: date = FIRST) -> list[str]:
    found: list[str] = []
    for page in range(10):
        read = await sicantik.applications(OFFICE, first_day=first, last_day=LAST, page=page)
        found += [one["no_permohonan"] for one in read.rows]
        if read.is_last:
            return found
    raise AssertionError("pages without end")


@pytest.mark.parametrize("shape", SHAPES)
async def test_every_page_of_the_days_is_read_and_nothing_of_other_days(
    simulator: SimulatedSicantik, shape: str
) -> None:
    rows = [application_row(f"A{one}", tgl_pengajuan=f"2026-06-{one:02}") for one in range(1, 6)]
    simulator.has(*rows, application_row("B", tgl_pengajuan="2026-07-01"))
    sicantik = reached(simulator, shape)

    assert await numbers(sicantik) == ["A1", "A2", "A3", "A4", "A5"]
    assert await numbers(sicantik, first=date(2026, 6, 4)) == ["A4", "A5"]


@pytest.mark.parametrize("shape", SHAPES)
async def test_what_was_issued_and_the_steps_of_one_application_are_read(
    simulator: SimulatedSicantik, shape: str
) -> None:
    issued = application_row("A1", no_izin="1/X", tgl_penetapan="2026-06-20")
    simulator.has(issued, application_row("A2"))
    sicantik = reached(simulator, shape)

    read = await sicantik.issued(OFFICE, first_day=FIRST, last_day=LAST, page=0)
    steps = await sicantik.steps(OFFICE, "A2")

    assert "1/X" in [one["no_izin"] for one in read.rows]
    assert [one["status"] for one in steps] == ["Selesai", "Proses", "Menunggu"]
    assert await sicantik.steps(OFFICE, "unknown") == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("server_error", "server_error"),
        ("rate_limited", "rate_limited"),
        ("maintenance", "not_json"),
        ("broken_json", "not_json"),
        ("another_shape", "shape_unknown"),
        ("too_large", "too_large"),
        ("down", "unreachable"),
    ],
)
async def test_a_fault_has_a_name_and_tells_nothing_of_what_was_sent(
    simulator: SimulatedSicantik, shape: str, fault: str, reason: str
) -> None:
    sicantik = reached(simulator, shape)
    simulator.behaves(fault)

    with pytest.raises(OutsideSystemAway) as away:
        await sicantik.steps(OFFICE, "62/SECRET/1")
    simulator.behaves()

    # A reset and a plain 500 are one thing to whoever asks.
    assert away.value.reason in ({reason, "server_error"} if fault == "down" else {reason})
    assert "SECRET" not in f"{away.value!r}{away.value.__cause__!r}"


async def test_a_seal_that_does_not_hold_is_never_read(simulator: SimulatedSicantik) -> None:
    simulator.has(application_row("A1"))
    sicantik = reached(simulator, "splp")
    simulator.behaves("wrong_tag")
    with pytest.raises(OutsideSystemAway) as away:
        await numbers(sicantik)
    assert away.value.reason == "seal_broken"

    with pytest.raises(OutsideSystemAway) as away:
        await numbers(reached(simulator, "splp", salt="another grain"))
    assert away.value.reason == "seal_broken"


@pytest.mark.parametrize("shape", SHAPES)
async def test_what_passes_by_itself_is_asked_again_within_bounds(
    simulator: SimulatedSicantik, shape: str
) -> None:
    simulator.has(application_row("A1"))
    sicantik = reached(simulator, shape)
    simulator.behaves("server_error", times=1)
    assert await numbers(sicantik) == ["A1"]

    before = len(simulator.calls)
    simulator.behaves("server_error")
    with pytest.raises(OutsideSystemAway):
        await numbers(sicantik)
    assert len(simulator.calls) - before == 2


async def test_who_is_silent_is_left_after_the_time_that_was_set(
    simulator: SimulatedSicantik,
) -> None:
    sicantik = reached(simulator, "template_data", seconds=0.3, tries=1)
    simulator.behaves("slow", seconds=5, times=1)
    began = time.monotonic()
    with pytest.raises(OutsideSystemAway) as away:
        await numbers(sicantik)
    assert away.value.reason == "timed_out"
    assert time.monotonic() - began < 3


async def test_wrong_credentials_and_unknown_outputs_are_refusals_that_are_not_repeated(
    simulator: SimulatedSicantik,
) -> None:
    before = len(simulator.calls)
    with pytest.raises(OutsideSystemRefused) as refused:
        await numbers(reached(simulator, "splp", bearer="another"))
    assert refused.value.reason == "unauthorised"
    unknown = reached(simulator, "template_data", applications={"id": "1"})
    with pytest.raises(OutsideSystemRefused) as refused:
        await numbers(unknown)
    assert refused.value.reason == "output_unknown"
    assert len(simulator.calls) - before == 2


async def test_an_office_calls_its_parameters_as_it_likes(simulator: SimulatedSicantik) -> None:
    simulator.has(application_row("A1", no_izin="1/X", tgl_penetapan="2026-06-20"))
    sicantik = reached(simulator, "template_data")
    await sicantik.issued(OFFICE, first_day=FIRST, last_day=LAST, page=1)

    asked = simulator.calls[-1]
    assert (asked["key1"], asked["key2"]) == ("'2026-06-01'", "'2026-06-30'")
    assert (asked["page"], asked["per_page"]) == ("2", "2")
    with pytest.raises(NotConnected):
        await sicantik.applications("81.02", first_day=FIRST, last_day=LAST, page=0)
    bare = reached(simulator, "template_data", issued=None, steps=None)
    with pytest.raises(NotConnected):
        await bare.issued(OFFICE, first_day=FIRST, last_day=LAST, page=0)


def test_a_setting_that_is_wrong_is_refused_without_its_secrets() -> None:
    broken = {OFFICE: {"shape": "splp", "bearer": "a secret word", "url": "ftp://x"}}
    with pytest.raises(ValueError, match="url") as refused:
        offices_of(SecretStr(json.dumps(broken)))
    assert "a secret word" not in str(refused.value)
    assert offices_of(None) == {}
