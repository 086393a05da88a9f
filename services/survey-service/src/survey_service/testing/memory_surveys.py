"""Offices, questionnaires, references and surveys in memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from shared.identity import Caller
from survey_service.adapters.questionnaire_document import standard_questionnaire
from survey_service.adapters.questionnaire_store import VersionExists
from survey_service.application.stores import EarlyAnswer, Located
from survey_service.domain.application_survey import ApplicationSurvey
from survey_service.domain.errors import AlreadyAnswered
from survey_service.domain.office import Office
from survey_service.domain.questionnaire import Questionnaire
from survey_service.domain.response import CollectionMode
from survey_service.testing.memory_state import MemoryState


class MemoryOffices:
    """Public facts."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def get(self, code: str) -> Office | None:
        return self._state.offices.get(code)

    async def save(self, office: Office) -> None:
        known = self._state.offices.get(office.code)
        if known is None or known.settings_version < office.settings_version:
            self._state.offices[office.code] = office


class MemoryQuestionnaires:
    """The standard one and the offices' own."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def in_force(self, office_code: str, on: date) -> Questionnaire:
        begun = [one for one in self._own(office_code) if one.effective_from <= on]
        begun.sort(key=lambda one: (one.effective_from, one.id))
        return begun[-1] if begun else standard_questionnaire()

    async def all_for(self, office_code: str) -> Mapping[str, Questionnaire]:
        return {one.id: one for one in (standard_questionnaire(), *self._own(office_code))}

    async def add(self, office_code: str, questionnaire: Questionnaire) -> None:
        taken = {*(await self.all_for(office_code))}
        if questionnaire.id in taken:
            raise VersionExists
        self._state.questionnaires[office_code, questionnaire.id] = questionnaire

    def _own(self, office_code: str) -> list[Questionnaire]:
        return [
            one
            for (office, _), one in self._state.questionnaires.items()
            if office == office_code and self._caller.sees(office)
        ]


class MemoryReferences:
    """What leads to an application."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def locate(self, reference: str) -> Located | None:
        for (office, known), (application_id, _) in self._state.references.items():
            if known == reference and application_id is not None:
                return Located(office_code=office, application_id=application_id)
        return None

    async def bind(self, office_code: str, references: Mapping[str, UUID]) -> Sequence[EarlyAnswer]:
        found = []
        for reference, application_id in references.items():
            _, early = self._state.references.get((office_code, reference), (None, None))
            self._state.references[office_code, reference] = (application_id, early)
            if early is not None:
                found.append(
                    EarlyAnswer(application_id=application_id, completed_at=early[0], by=early[1])
                )
        return found

    async def claim(
        self, office_code: str, reference: str, *, at: datetime, by: CollectionMode
    ) -> UUID | None:
        known = self._state.references.get((office_code, reference))
        if known is None:
            self._state.references[office_code, reference] = (None, (at, by))
            return None
        if known[0] is None:
            raise AlreadyAnswered
        return known[0]


class MemorySurveys:
    """Whether applications were answered."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def get_many(self, ids: Iterable[UUID]) -> dict[UUID, ApplicationSurvey]:
        known = self._state.surveys
        return {
            each: known[each]
            for each in ids
            if each in known and self._caller.sees(known[each].office_code)
        }

    async def save_many(self, surveys: Iterable[ApplicationSurvey]) -> None:
        for survey in surveys:
            self._state.surveys[survey.application_id] = survey
