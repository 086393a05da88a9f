"""Applications and their surveys in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from permit_service.application.listing import ApplicationQuery, ApplicationRow, StepCount
from permit_service.domain.application import Application
from permit_service.domain.survey import SurveyFact
from permit_service.testing.memory_inbox import counts_of, page_of
from permit_service.testing.shelves import Shelves, sees
from shared.errors import StaleVersion
from shared.identity import Caller


class MemoryApplications:
    """Applications in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    def find(self, application_id: UUID) -> Application | None:
        """The application, if the caller sees it."""
        found = self._shelves.applications.get(application_id)
        if found is None or not sees(self._caller, found.office_code, found.owner):
            return None
        return found

    async def add(self, application: Application) -> None:
        """Keeps a new draft."""
        self._shelves.applications[application.id] = application

    async def hold(self, application_ids: Sequence[UUID]) -> list[Application]:
        """Those that exist, in the order of their ids."""
        found = [self.find(one) for one in sorted(set(application_ids))]
        return [one for one in found if one is not None]

    async def save(self, application: Application, *, before: Application) -> Application:
        """Under the version that was read."""
        kept = self.find(application.id)
        if kept is None or kept.version != before.version:
            raise StaleVersion
        saved = replace(application, version=before.version + 1)
        self._shelves.applications[application.id] = saved
        return saved

    async def save_clocks(self, applications: Sequence[Application]) -> None:
        """Writes several clocks."""
        for one in applications:
            kept = self._shelves.applications[one.id]
            self._shelves.applications[one.id] = replace(
                kept,
                clock=one.clock,
                due_on=one.due_on,
                service_time=one.service_time,
                version=kept.version + int(_is_changed(kept, one)),
            )

    async def seal_places(self, office_code: str, *, limit: int) -> int:
        """Nothing was kept open here."""
        del office_code, limit
        return 0

    async def page(self, query: ApplicationQuery) -> list[ApplicationRow]:
        """In the order asked for, one more than the limit."""
        return page_of(self._shelves, self._caller, query)

    async def waiting(
        self, office_code: str, *, today: date, now: datetime, bound: int
    ) -> list[StepCount]:
        """What waits in each status that is open, up to the bound."""
        seen = [one for one in self._shelves.applications.values() if self.find(one.id)]
        here = [one for one in seen if one.office_code == office_code]
        return counts_of(here, self._shelves, today=today, now=now, bound=bound)


def _is_changed(kept: Application, one: Application) -> bool:
    """Whether somebody who has read it would see another thing; a mark alone is none."""
    was, now = kept.service_time, one.service_time
    return (kept.clock, kept.due_on, was.calendar_version, was.deemed_approved_on) != (
        one.clock,
        one.due_on,
        now.calendar_version,
        now.deemed_approved_on,
    )


class MemorySurveyFacts:
    """Facts of surveys in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._applications = MemoryApplications(shelves, caller)
        self._caller = caller

    async def get(self, application_id: UUID) -> SurveyFact:
        """The fact, or an empty one."""
        office, fact = self._shelves.surveys.get(application_id, ("", None))
        if fact is None or not (
            self._caller.sees(office) or self._applications.find(application_id)
        ):
            return SurveyFact(application_id=application_id)
        return fact

    async def record(self, facts: Sequence[SurveyFact], *, office_code: str) -> None:
        """Adds what is new to what is known."""
        for new in facts:
            _, known = self._shelves.surveys.get(new.application_id, ("", new))
            self._shelves.surveys[new.application_id] = (
                office_code,
                SurveyFact(
                    application_id=new.application_id,
                    invitation_id=new.invitation_id or known.invitation_id,
                    opened_at=new.opened_at or known.opened_at,
                    expires_at=new.expires_at or known.expires_at,
                    completed_at=known.completed_at or new.completed_at,
                ),
            )
