"""Every status against every move, against a literal list of what is lawful (Ps 6)."""

import itertools
from collections.abc import Callable

import pytest

from permit_service.domain.application import Application
from permit_service.domain.steps import Move, Status
from shared.errors import TransitionNotAllowed

from .applications import NO_SURVEY, NOW, SURVEYED, service, standing

LAWFUL = {
    ("draft", "submit", "submitted"),
    ("draft", "withdraw", "withdrawn"),
    ("submitted", "verify", "verified"),
    ("submitted", "return", "returned"),
    ("submitted", "reject", "rejected"),
    ("submitted", "withdraw", "withdrawn"),
    ("returned", "resubmit", "submitted"),
    ("returned", "withdraw", "withdrawn"),
    ("verified", "validate", "validated"),
    ("verified", "send_back", "submitted"),
    ("verified", "withdraw", "withdrawn"),
    ("validated", "sign", "signed"),
    ("validated", "withdraw", "withdrawn"),
    ("signed", "deliver", "delivered"),
}
OUTCOME = {(before, move): after for before, move, after in LAWFUL}

DO: dict[Move, Callable[[Application], Application]] = {
    Move.SUBMIT: lambda one: one.submit(service(), receipt_number="R", at=NOW),
    Move.VERIFY: lambda one: one.verify(service(), by="officer", at=NOW, notes=""),
    Move.RETURN: lambda one: one.send_for_correction(
        service(), at=NOW, notes="why", corrections=()
    ),
    Move.REJECT: lambda one: one.reject(at=NOW, notes="why", legal_basis="article"),
    Move.RESUBMIT: lambda one: one.resubmit(service(), at=NOW),
    Move.VALIDATE: lambda one: one.validate(
        NO_SURVEY, by="officer", at=NOW, notes="", valid_until=None
    ),
    Move.SEND_BACK: lambda one: one.send_back(at=NOW, notes=""),
    Move.SIGN: lambda one: one.sign(SURVEYED, by="head", at=NOW),
    Move.DELIVER: lambda one: one.deliver(at=NOW),
    Move.WITHDRAW: lambda one: one.withdraw(at=NOW),
}


@pytest.mark.parametrize(("status", "move"), list(itertools.product(Status, Move)))
def test_a_move_is_made_if_it_is_lawful_and_refused_otherwise(status: Status, move: Move) -> None:
    application = standing(status)

    if (status, move) not in OUTCOME:
        with pytest.raises(TransitionNotAllowed):
            DO[move](application)
        return
    assert DO[move](application).status == OUTCOME[status, move]


def test_every_move_is_tried() -> None:
    assert DO.keys() == set(Move)
    assert {move for _, move, _ in LAWFUL} == set(Move)
