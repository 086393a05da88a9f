"""Issues are kept in versions on both makes of the store."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from reporting_service.application.ports import Begin
from reporting_service.application.stores import IssueFilter
from reporting_service.domain.system_issue import IssueState, SystemIssue
from shared.errors import NotFound, StaleVersion
from shared.identity import system_caller

OFFICE = "62.02"
NOW = datetime(2024, 7, 3, 2, tzinfo=UTC)
OURS, THEIRS = system_caller("reporting", OFFICE), system_caller("reporting", "53.11")
ALL = IssueFilter(office_code=OFFICE)


def issue(number: int, raised_on: date) -> SystemIssue:
    return SystemIssue(
        id=UUID(int=number),
        office_code=OFFICE,
        system="OSS",
        problem="Tidak dapat masuk",
        raised_on=raised_on,
        changed_at=NOW,
        changed_by="one",
    )


async def test_the_newest_version_stands_and_the_others_are_kept(begin: Begin) -> None:
    first, other = issue(1, date(2024, 4, 1)), issue(2, date(2024, 4, 1))
    closed = replace(first, version=2, state=IssueState.CLOSED, closed_on=date(2024, 6, 30))
    async with begin(OURS) as work:
        await work.system_issues.add(first)
        await work.system_issues.add(other)
        await work.system_issues.add(closed)
    with pytest.raises(StaleVersion):
        async with begin(OURS) as work:
            await work.system_issues.add(replace(first, version=2))
    async with begin(OURS) as work:
        assert await work.system_issues.get(first.id) == closed
        assert await work.system_issues.history(first.id) == [first, closed]
        assert await work.system_issues.page(ALL, None, 9) == [other, closed]
        assert await work.system_issues.page(ALL, (date(2024, 4, 1), other.id), 9) == [closed]
        still_open = replace(ALL, state=IssueState.OPEN)
        assert await work.system_issues.page(still_open, None, 9) == [other]
        assert await work.system_issues.page(replace(ALL, system="SIMBG"), None, 9) == []
        assert await work.system_issues.standing_on(OFFICE, date(2024, 6, 29)) == [closed, other]
        assert await work.system_issues.standing_on(OFFICE, date(2024, 6, 30)) == [other]
        assert await work.system_issues.standing_on(OFFICE, date(2024, 3, 31)) == []
    async with begin(THEIRS) as work:
        assert await work.system_issues.page(ALL, None, 9) == []
        with pytest.raises(NotFound):
            await work.system_issues.get(first.id)
