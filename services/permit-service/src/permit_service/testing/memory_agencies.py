"""The sub-clocks of agencies in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from permit_service.application.clock_ports import AgencyTimes, DueRequest
from permit_service.domain.application import Application
from permit_service.domain.office import Office
from permit_service.domain.recommendation import Recommendation, RecommendationState
from permit_service.testing.shelves import Shelves
from shared.calendar.office_time import local_date
from shared.identity import Caller


class MemoryAgencyRequests:
    """Recommendations of the applications in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def due(self, office_code: str, *, on: date, limit: int) -> list[DueRequest]:
        """Longest first."""
        found = [
            (one.remind_on, application.id, one.agency, application, one.due_on)
            for application, one in self._of(office_code)
            if one.state is RecommendationState.ASKED
            and one.reminded_at is None
            and one.remind_on is not None
            and one.remind_on <= on
        ]
        return [
            DueRequest(
                application_id=application.id,
                agency=agency,
                service_code=application.service_code,
                status=application.status,
                due_on=due_on or on,
            )
            for _, _, agency, application, due_on in sorted(found, key=lambda row: row[:3])[:limit]
        ]

    async def reminded(self, requests: Sequence[DueRequest], *, at: datetime) -> None:
        """Marks them."""
        for one in requests:
            kept = self._shelves.applications[one.application_id]
            marked = tuple(
                replace(advice, reminded_at=at) if advice.agency == one.agency else advice
                for advice in kept.recommendations
            )
            self._shelves.applications[kept.id] = replace(kept, recommendations=marked)

    async def times(
        self, office: Office, *, since: datetime, until: datetime, today: date
    ) -> list[AgencyTimes]:
        """By agency, in days of the office."""
        found: dict[str, list[Recommendation]] = {}
        for _, one in self._of(office.code):
            if since <= one.asked_at < until:
                found.setdefault(one.agency, []).append(one)
        return [
            AgencyTimes(
                agency=agency,
                asked=len(asked),
                answered=sum(one.given_at is not None for one in asked),
                late=sum(_is_late(one, office) for one in asked),
                overdue=sum(
                    one.given_at is None and one.due_on is not None and one.due_on < today
                    for one in asked
                ),
                sop_versions=tuple(sorted({one.sop_version for one in asked if one.sop_version})),
            )
            for agency, asked in sorted(found.items())
        ]

    def _of(self, office_code: str) -> Iterator[tuple[Application, Recommendation]]:
        if not self._caller.sees(office_code):
            return
        for application in self._shelves.applications.values():
            if application.office_code == office_code:
                for one in application.recommendations:
                    yield application, one


def _is_late(one: Recommendation, office: Office) -> bool:
    if one.given_at is None or one.due_on is None:
        return False
    return local_date(one.given_at, office.zone) > one.due_on
