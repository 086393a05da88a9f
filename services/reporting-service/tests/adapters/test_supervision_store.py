"""The last word on each thing stands, on both makes of the store."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from reporting_service.application.ports import Begin
from reporting_service.domain.supervision import ResultCount, ResultKind, SupervisionResult
from shared.identity import system_caller

OFFICE = "53.11"
OURS, THEIRS = system_caller("reporting", OFFICE), system_caller("reporting", "62.02")


def result(kind: ResultKind, subject: UUID, code: str, *, hour: int = 3) -> SupervisionResult:
    return SupervisionResult(
        office_code=OFFICE,
        kind=kind,
        subject=subject,
        code=code,
        year=2024,
        told_at=datetime(2024, 5, 6, hour, tzinfo=UTC),
    )


async def test_each_thing_counts_once_by_its_last_word(begin: Begin) -> None:
    business, sanction, plan = uuid4(), uuid4(), uuid4()
    early = replace(result(ResultKind.RATING, business, "poor"), part="2024")
    late = replace(result(ResultKind.RATING, business, "good", hour=4), part="2024")
    rungs = [
        replace(result(ResultKind.SANCTION, sanction, step), part=step)
        for step in ("warning_1", "warning_2")
    ]
    planned = replace(result(ResultKind.PLAN, plan, "published"), number=120)
    async with begin(OURS) as work:
        await work.supervision.record([late, early, *rungs])
    async with begin(OURS) as work:
        await work.supervision.record([early, planned, *rungs])

    def count(kind: ResultKind, code: str, number: int = 1) -> ResultCount:
        return ResultCount(year=2024, kind=kind, code=code, count=1, number=number)

    async with begin(OURS) as work:
        assert await work.supervision.counts(OFFICE) == [
            count(ResultKind.PLAN, "published", 120),
            count(ResultKind.RATING, "good"),
            count(ResultKind.SANCTION, "warning_1"),
            count(ResultKind.SANCTION, "warning_2"),
        ]
    async with begin(THEIRS) as work:
        assert await work.supervision.counts(OFFICE) == []
