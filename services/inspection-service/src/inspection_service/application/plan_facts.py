"""What a plan tells of its rows: which of them belong into OSS, and which stand no longer (Ps 8).

A long plan is told in several facts, so that none outgrows a message.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from inspection_service.application.ports import Work
from inspection_service.domain.plan import InspectionPlan
from shared.contracts.inspection import PlanItemsListedV1, PlanItemsWithdrawnV1

MAX_ROWS = 500


def tell_listed(
    plan: InspectionPlan, item_ids: Sequence[UUID], *, due_on: date, work: Work
) -> None:
    """Rows that are to be entered in OSS until a day."""
    for some in _batches(item_ids):
        work.events.add(
            PlanItemsListedV1(
                office_code=plan.office_code,
                plan_id=plan.id,
                year=plan.year,
                item_ids=some,
                due_on=due_on,
            )
        )


def tell_withdrawn(plan: InspectionPlan, item_ids: Sequence[UUID], work: Work) -> None:
    """Rows that were taken out of a plan that was notified."""
    for some in _batches(item_ids):
        work.events.add(
            PlanItemsWithdrawnV1(
                office_code=plan.office_code, plan_id=plan.id, year=plan.year, item_ids=some
            )
        )


def _batches(item_ids: Sequence[UUID]) -> Iterator[tuple[UUID, ...]]:
    return (
        tuple(item_ids[start : start + MAX_ROWS]) for start in range(0, len(item_ids), MAX_ROWS)
    )
