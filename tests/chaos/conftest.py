"""Each deployment under fire has a broker of its own: databases and topics begin together."""

from collections.abc import Iterator

import pytest

from shared.testing.broker_kinds import AnyBroker, kind_of_broker, make_broker


@pytest.fixture
def broker() -> Iterator[AnyBroker]:
    """A broker on which nothing was told yet."""
    made, remove = make_broker(kind_of_broker())
    try:
        made.start()
        yield made
    finally:
        remove()
