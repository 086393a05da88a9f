"""What is known of one application's survey, whatever order its facts arrive in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.errors import Refusal
from survey_service.domain.application_survey import ApplicationSurvey, Gate, SurveyState
from survey_service.domain.errors import AlreadyAnswered, InvitationExpired, SurveyNotOpen
from survey_service.domain.response import CollectionMode

NOW = datetime(2024, 5, 6, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
NEW = ApplicationSurvey(application_id=UUID(int=1), office_code="81.02", service_code="REKLAME")
OPEN = NEW.opened(invitation_id=UUID(int=2), at=NOW, expires_at=LATER)
COMPLETED = OPEN.completed(by=CollectionMode.GATE, at=NOW)


@pytest.mark.parametrize(
    ("survey", "at", "state"),
    [
        (NEW, NOW, SurveyState.PENDING),
        (OPEN, NOW, SurveyState.OPEN),
        (OPEN, LATER, SurveyState.EXPIRED),
        (COMPLETED, LATER, SurveyState.COMPLETED),
        (OPEN.closed(NOW), NOW, SurveyState.CLOSED),
        (COMPLETED.closed(NOW), NOW, SurveyState.COMPLETED),
        (NEW.exempted(), NOW, SurveyState.EXEMPT),
        (NEW.closed(NOW), NOW, SurveyState.CLOSED),
    ],
)
def test_the_state_follows_from_the_facts(
    survey: ApplicationSurvey, at: datetime, state: SurveyState
) -> None:
    assert survey.state(at) is state


@pytest.mark.parametrize(
    ("survey", "at", "refusal"),
    [
        (COMPLETED, NOW, AlreadyAnswered),
        (OPEN, LATER, InvitationExpired),
        (OPEN.closed(NOW), NOW, InvitationExpired),
        (NEW, NOW, SurveyNotOpen),
    ],
)
def test_a_link_that_cannot_be_used_says_why(
    survey: ApplicationSurvey, at: datetime, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        survey.must_be_answerable(at)


@pytest.mark.parametrize(
    ("survey", "at", "gate", "needs"),
    [
        (NEW, NOW, Gate.REQUIRED, True),
        (NEW, NOW, Gate.EXEMPT, False),
        (OPEN, NOW, Gate.REQUIRED, False),
        (OPEN, LATER, Gate.REQUIRED, True),
        (NEW.completed(by=CollectionMode.KIOSK, at=NOW), NOW, Gate.REQUIRED, False),
        (NEW.closed(NOW), NOW, Gate.REQUIRED, False),
    ],
)
def test_a_validation_opens_an_invitation_where_one_is_needed(
    survey: ApplicationSurvey, at: datetime, gate: Gate, *, needs: bool
) -> None:
    assert survey.needs_invitation(gate, at) is needs


def test_an_expired_invitation_opens_again_under_the_same_id() -> None:
    again = OPEN.opened(invitation_id=UUID(int=9), at=LATER, expires_at=LATER + timedelta(days=30))

    assert again.invitation_id == OPEN.invitation_id
    assert again.state(LATER) is SurveyState.OPEN


def test_one_application_has_one_answer() -> None:
    with pytest.raises(AlreadyAnswered):
        COMPLETED.completed(by=CollectionMode.KIOSK, at=NOW)


def test_the_counter_takes_the_answer_of_an_expired_invitation() -> None:
    late = OPEN.completed(by=CollectionMode.KIOSK, at=LATER)

    assert late.state(LATER) is SurveyState.COMPLETED


def test_an_application_that_has_ended_is_not_answered_for() -> None:
    with pytest.raises(InvitationExpired):
        OPEN.closed(NOW).completed(by=CollectionMode.KIOSK, at=NOW)
