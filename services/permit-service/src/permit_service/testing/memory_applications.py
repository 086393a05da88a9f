"""Applications and their surveys in memory."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from permit_service.application.listing import ApplicationQuery, ApplicationRow
from permit_service.domain.application import Application
from permit_service.domain.steps import Status
from permit_service.domain.survey import SurveyFact
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
                version=kept.version + 1,
            )

    async def page(self, query: ApplicationQuery) -> list[ApplicationRow]:
        """Newest first, one more than the limit."""
        ordered = sorted(self._shelves.applications.values(), key=lambda one: one.id, reverse=True)
        found = [one for one in ordered if self.find(one.id) and _is_asked_for(one, query)]
        return [listed(one) for one in found[: query.limit + 1]]


def _is_asked_for(one: Application, query: ApplicationQuery) -> bool:
    return _is_bound(one, query) and (
        (query.before is None or one.id < query.before)
        and (query.status is None or one.status is query.status)
        and (not query.awaits or one.status in query.awaits)
        and (query.service_code is None or one.service_code == query.service_code)
        and (not query.text or _matches(one, query.text))
    )


def _is_bound(one: Application, query: ApplicationQuery) -> bool:
    if query.owner is not None:
        return one.owner == query.owner
    is_private = one.status is Status.DRAFT and one.mode.value != "assisted"
    if one.office_code not in query.offices or is_private:
        return False
    return query.agency is None or any(
        advice.agency == query.agency and query.agency_state in (None, advice.state)
        for advice in one.recommendations
    )


def _matches(one: Application, text: str) -> bool:
    return (
        one.receipt_number == text.upper()
        or one.reference == text
        or one.applicant.name.lower().startswith(text.lower())
    )


def listed(one: Application) -> ApplicationRow:
    """A line of a list."""
    return ApplicationRow(
        id=one.id,
        office_code=one.office_code,
        service_code=one.service_code,
        channel=one.channel,
        mode=one.mode,
        status=one.status,
        receipt_number=one.receipt_number,
        reference=one.reference,
        applicant_name=one.applicant.name,
        due_on=one.due_on,
        created_at=one.created_at,
        submitted_at=one.stamps.submitted_at,
        version=one.version,
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
