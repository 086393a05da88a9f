"""The catalogue that ships: 26 services, read as the rules need them."""

from collections import Counter

import pytest

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.domain.errors import ModeNotOffered
from permit_service.domain.service import Mode, Service

from .applications import service


def test_every_entry_can_be_read() -> None:
    found = [Service.of(one, office_code="81.02", version=1) for one in default_catalogue()]

    assert len(found) == 26
    assert Counter(one.channel.value for one in found) == {
        "MPPD": 9,
        "SICANTIK": 7,
        "MANUAL": 6,
        "OSS": 4,
    }
    assert all(one.standard.value > 0 for one in found)


def test_the_missing_are_the_mandatory_ones_alone() -> None:
    reklame = service("REKLAME")

    assert reklame.missing([]) == (1, 2, 3, 4, 6, 7, 8, 9)
    assert reklame.missing([1, 2, 3, 4, 6, 7, 8, 9]) == ()


@pytest.mark.requirement("R003-P04-2")
def test_a_service_that_is_not_open_to_self_service_is_open_to_the_assisted() -> None:
    closed = service(allow_mandiri=False)

    closed.require_mode(Mode.ASSISTED)
    with pytest.raises(ModeNotOffered) as refused:
        closed.require_mode(Mode.SELF_SERVICE)
    assert refused.value.article == "Perbup Malra 23/2021 Ps 4"


def test_no_agency_is_asked_where_no_recommendation_is_needed() -> None:
    assert service(requires_recommendation=False).agencies == ()
