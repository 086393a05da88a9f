"""A licence's status follows from the facts, in whatever order they came."""

import itertools
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from permit_service.domain.licence import Licence, LicenceStatus, Sanction, standing_of
from permit_service.domain.service import Channel

NOW = datetime(2026, 6, 15, tzinfo=UTC)
LICENCE = UUID(int=1)


def sanction(step: str | None, *, number: int = 1, lifted: bool = False) -> Sanction:
    return Sanction(
        sanction_id=UUID(int=number),
        licence_id=LICENCE,
        step=step,
        stepped_at=NOW if step else None,
        lifted_at=NOW + timedelta(days=1) if lifted else None,
    )


def licence(*, valid_until: date | None = None) -> Licence:
    return Licence(
        id=LICENCE,
        office_code="81.02",
        owner=None,
        application_id=None,
        service_code="REKLAME",
        service_version=1,
        channel=Channel.SICANTIK,
        number="1",
        holder_name="A",
        nib=None,
        issued_on=NOW.date(),
        valid_until=valid_until,
        verification_token="t",
        signature=None,
    )


@pytest.mark.parametrize(
    ("step", "standing"),
    [
        ("warning_1", "active"),
        ("warning_2", "active"),
        ("warning_3", "active"),
        ("first_and_last_warning", "active"),
        ("suspension", "suspended"),
        ("licence_revocation", "revoked"),
        ("supporting_licence_revocation", "revoked"),
    ],
)
def test_each_step_of_the_ladder_has_its_effect(step: str, standing: str) -> None:
    assert standing_of([sanction(step)]) == standing
    assert standing_of([sanction(step, lifted=True)]) is LicenceStatus.ACTIVE


def test_a_lifting_without_its_sanction_changes_nothing() -> None:
    assert standing_of([sanction(None, lifted=True)]) is LicenceStatus.ACTIVE


def test_the_heaviest_sanction_in_force_decides() -> None:
    found = [
        sanction("suspension", number=1),
        sanction("licence_revocation", number=2),
        sanction("warning_1", number=3),
    ]

    for order in itertools.permutations(found):
        assert standing_of(order) is LicenceStatus.REVOKED
    assert standing_of([found[0], sanction("licence_revocation", number=2, lifted=True)]) == (
        LicenceStatus.SUSPENDED
    )


def test_a_licence_expires_after_its_last_day_but_a_sanction_says_more() -> None:
    last = date(2026, 6, 30)

    assert licence(valid_until=last).status([], today=last) is LicenceStatus.ACTIVE
    after = last + timedelta(days=1)
    assert licence(valid_until=last).status([], today=after) is LicenceStatus.EXPIRED
    assert licence(valid_until=last).status([sanction("suspension")], today=after) == (
        LicenceStatus.SUSPENDED
    )
