"""The survey gate: by channel first, then by office (Ps 7)."""

from datetime import timedelta

import pytest

from permit_service.domain.service import Channel
from permit_service.domain.survey import (
    CHANNEL_EXEMPTION,
    GateState,
    SurveyFact,
    SurveyState,
    gate_for,
    survey_state,
)

from .applications import ID, NO_SURVEY, NOW, SURVEYED, office

TODAY = NOW.date()


@pytest.mark.parametrize("channel", [Channel.OSS, Channel.MPPD])
def test_other_issuers_are_exempt_by_a_decision_that_is_not_verified(channel: Channel) -> None:
    gate = gate_for(channel, office(gate="required"), on=TODAY)

    assert gate.state is GateState.EXEMPT
    assert gate.verified is False


@pytest.mark.requirement("R003-P01-1")
@pytest.mark.parametrize("channel", [Channel.MANUAL, Channel.SICANTIK])
def test_on_local_channels_the_office_decides_and_its_basis_is_kept(channel: Channel) -> None:
    required, none = (
        gate_for(channel, office(), on=TODAY),
        gate_for(channel, office(gate="none"), on=TODAY),
    )

    assert (required.state, none.state) == (GateState.REQUIRED, GateState.NONE)
    assert required.source == "Perbup Maluku Tenggara 23/2021 Ps 7(3)"


def test_what_is_known_wins_over_what_is_asked_for() -> None:
    gate = gate_for(Channel.MANUAL, office(), on=TODAY)
    opened = SurveyFact(application_id=ID, opened_at=NOW, expires_at=NOW + timedelta(days=30))

    assert survey_state(gate, NO_SURVEY, now=NOW) is SurveyState.PENDING
    assert survey_state(gate, opened, now=NOW) is SurveyState.OPEN
    assert survey_state(gate, opened, now=NOW + timedelta(days=30)) is SurveyState.EXPIRED
    assert survey_state(gate, SURVEYED, now=NOW) is SurveyState.COMPLETED
    exempt = gate_for(Channel.OSS, office(), on=TODAY)
    assert survey_state(exempt, NO_SURVEY, now=NOW) is SurveyState.EXEMPT
    assert survey_state(
        gate_for(Channel.MANUAL, office(gate="none"), on=TODAY), NO_SURVEY, now=NOW
    ) == (SurveyState.NONE)


def test_an_office_that_asks_for_the_survey_may_exempt_a_service() -> None:
    asked = gate_for(Channel.MANUAL, office(), on=TODAY, exemption="Perkada 1/2026")
    elsewhere = gate_for(Channel.OSS, office(), on=TODAY, exemption="Perkada 1/2026")

    assert (asked.state, asked.source, asked.verified) == (
        GateState.EXEMPT,
        "Perkada 1/2026",
        False,
    )
    assert elsewhere == CHANNEL_EXEMPTION
