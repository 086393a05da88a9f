"""What every transaction of a test shares: the stores' dicts, restored when one is rolled back."""

from datetime import date, datetime
from uuid import UUID

from shared.testing.imports import KeptImport
from survey_service.domain.application_survey import ApplicationSurvey
from survey_service.domain.improvement import Improvement, PublishedIndex
from survey_service.domain.office import Office
from survey_service.domain.population import CountedLicences, StatedPopulation
from survey_service.domain.questionnaire import Questionnaire
from survey_service.domain.response import CollectionMode, Response
from survey_service.domain.tally import Tally, TallyKey

Early = tuple[datetime, CollectionMode]


class MemoryState:
    """Keys begin with the office where rows belong to one."""

    def __init__(self) -> None:
        self.offices: dict[str, Office] = {}
        self.questionnaires: dict[tuple[str, str], Questionnaire] = {}
        self.references: dict[tuple[str, str], tuple[UUID | None, Early | None]] = {}
        self.surveys: dict[UUID, ApplicationSurvey] = {}
        self.responses: dict[UUID, Response] = {}
        self.untold: dict[UUID, str] = {}
        self.tallies: dict[tuple[str, TallyKey], Tally] = {}
        self.runs: dict[tuple[str, UUID, date], int] = {}
        self.uses: dict[tuple[str, date, str, str], tuple[int, int]] = {}
        self.counted: dict[tuple[str, date, str, str], CountedLicences] = {}
        self.populations: dict[tuple[str, str], StatedPopulation] = {}
        self.operations: dict[UUID, KeptImport] = {}
        self.published: dict[tuple[str, str], PublishedIndex] = {}
        self.improvements: dict[UUID, Improvement] = {}
