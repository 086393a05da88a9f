"""`python -m survey_service serve --part api|worker|both`, `python -m survey_service migrate`."""

from shared.runtime.command import service_command
from survey_service.adapters.sealed import SEALED
from survey_service.bootstrap import build
from survey_service.settings import NAME, SurveySettings

if __name__ == "__main__":
    service_command(NAME, "survey_service", SurveySettings, build, sealed=SEALED)()
