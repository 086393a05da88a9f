"""A pytest plugin: the fixture `broker`, and the marker `broker` for tests that need a real one.

Without a real broker such a test is skipped loudly and counted; under `CI=true` it fails.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from shared.testing.broker_kinds import AnyBroker, kind_of_broker, make_broker
from shared.testing.settings import SuiteSettings

_LACK = "no real Kafka broker: neither KAFKA_BOOTSTRAP_SERVERS, nor Java 17 with Maven, nor Docker"
_skipped = pytest.StashKey[list[str]]()


@cache
def _kind() -> str:
    return kind_of_broker()


@pytest.fixture(scope="session")
def broker() -> Iterator[AnyBroker]:
    """The run's broker, started by whoever first asks for it."""
    if _kind() == "mock" and SuiteSettings().ci:
        pytest.fail(_LACK)
    started, remove = make_broker(_kind())
    try:
        started.start()
        yield started
    finally:
        remove()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips or fails tests that need a real broker where there is none."""
    if item.get_closest_marker("broker") is None or _kind() != "mock":
        return
    if SuiteSettings().ci:
        pytest.fail(_LACK)
    item.config.stash.setdefault(_skipped, []).append(item.nodeid)
    pytest.skip(_LACK)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how much was not tested for want of a broker."""
    skipped = terminalreporter.config.stash.get(_skipped, [])
    if skipped:
        terminalreporter.section("NOT TESTED", red=True)
        terminalreporter.line(f"{len(skipped)} tests skipped: {_LACK}", red=True)
