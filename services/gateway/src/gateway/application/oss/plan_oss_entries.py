"""What is entered in OSS by hand, written down in the transaction of the fact that calls for it.

One entry for each fact, whatever its kind: plans, inspections, all three recommendations,
assessments, findings of monitoring. Names and words stay with their owner.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from gateway.application.oss.record_ports import OssPlanningWork, OssSendingWork
from gateway.application.ports import Offices
from gateway.domain.oss.entry import EntryKind, EntryState, OssEntry
from gateway.domain.oss.entry_rule import due_day, rule_for
from gateway.domain.oss.record import OssRecord
from shared.calendar.office_time import local_date
from shared.calendar.own_days import calendar_of
from shared.contracts.event import Event
from shared.contracts.inspection import (
    ComplianceAssessedV1,
    FollowUpGivenV1,
    InspectionCompletedV1,
    InspectionNotDoneV1,
    InvestmentReportJudgedV1,
    InvestmentReportOverdueV1,
    PlanItemsListedV1,
    PlanItemsWithdrawnV1,
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
)
from shared.contracts.permit import LicenceRevokedV1
from shared.ids import new_id
from shared.messaging.contract import Delivery

EventT = TypeVar("EventT", bound=Event)
SanctionT = TypeVar("SanctionT", SanctionImposedV1, SanctionEscalatedV1)
Reaction = Callable[[Sequence[Delivery[EventT]], OssPlanningWork], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls(Generic[EventT]):
    """Which entry one fact calls for."""

    kind: Callable[[EventT], EntryKind]
    matter: Callable[[EventT], UUID]
    facts: Callable[[EventT], Mapping[str, str]]
    applies: Callable[[EventT], bool] = lambda _: True


class HasOffices(Protocol):
    """Where an office's days are read."""

    @property
    def offices(self) -> Offices: ...


def entering(calls: Calls[EventT]) -> Reaction[EventT]:
    """The reaction that writes an entry down for each fact."""

    async def plan_entries(deliveries: Sequence[Delivery[EventT]], work: OssPlanningWork) -> None:
        await work.oss_entries.add(
            [
                await entry_of(
                    one,
                    work,
                    kind=calls.kind(one.event),
                    matter_id=calls.matter(one.event),
                    facts=calls.facts(one.event),
                )
                for one in deliveries
                if calls.applies(one.event)
            ]
        )

    return plan_entries


async def enter_sanctions(deliveries: Sequence[Delivery[SanctionT]], work: OssPlanningWork) -> None:
    """Each rung that the Head imposed: the recommendation of Ps 10(1)c and the record of 10(6). A
    proposal is not entered: nothing leaves the office before four eyes have seen it."""
    await work.oss_entries.add(
        [
            await entry_of(
                one,
                work,
                kind=EntryKind.SANCTION,
                matter_id=one.event.sanction_id,
                facts={"nib": one.event.nib, "step": one.event.step},
            )
            for one in deliveries
        ]
    )


async def enter_revocations(
    deliveries: Sequence[Delivery[LicenceRevokedV1]], work: OssPlanningWork
) -> None:
    """One that follows no sanction (Ps 13): the list of codes has none for it."""
    await work.oss_entries.add(
        [
            await entry_of(
                one,
                work,
                kind=EntryKind.LICENCE_REVOCATION,
                matter_id=one.event.licence_id,
                facts={},
            )
            for one in deliveries
        ]
    )


async def enter_by_hand(record: OssRecord, work: OssSendingWork) -> None:
    """What turned out to be a permit of OSS when it was sent, and has no method there: listed,
    unless its fact is listed already."""
    if record.licence_id is None or await work.oss_entries.of_events({record.event_id}):
        return
    entry = OssEntry(
        id=new_id(),
        office_code=record.office_code,
        event_id=record.event_id,
        kind=EntryKind.LICENCE_REVOCATION,
        matter_id=record.licence_id,
        occurred_at=record.occurred_at,
        planned_at=work.now,
        due_on=None,
    )
    await work.oss_entries.add([await with_due_day(entry, work)])


FOLLOW_UP: Calls[FollowUpGivenV1] = Calls(
    kind=lambda event: EntryKind(event.kind),
    matter=lambda event: event.follow_up_id,
    facts=lambda event: {"nib": event.nib},
)
LIFTING: Calls[SanctionLiftedV1] = Calls(
    kind=lambda _: EntryKind.SANCTION_LIFTING,
    matter=lambda event: event.sanction_id,
    facts=lambda event: {"nib": event.nib},
)
COMPLETED: Calls[InspectionCompletedV1] = Calls(
    kind=lambda _: EntryKind.INSPECTION_RECORD,
    matter=lambda event: event.inspection_id,
    facts=lambda event: {"nib": event.nib},
)
NOT_DONE: Calls[InspectionNotDoneV1] = Calls(
    kind=lambda _: EntryKind.INSPECTION_NOT_DONE,
    matter=lambda event: event.inspection_id,
    facts=lambda event: {"nib": event.nib},
)
JUDGED: Calls[InvestmentReportJudgedV1] = Calls(
    kind=lambda _: EntryKind.INVESTMENT_REPORT,
    matter=lambda event: event.investment_report_id,
    # An accepted report is evaluated later; accepting it finds nothing.
    applies=lambda event: event.outcome != "accepted",
    facts=lambda event: {
        "nib": event.nib,
        "period": f"{event.year}-Q{event.quarter}",
        "outcome": event.outcome,
    },
)
MISSING: Calls[InvestmentReportOverdueV1] = Calls(
    kind=lambda _: EntryKind.MISSING_INVESTMENT_REPORT,
    matter=lambda event: event.business_id,
    facts=lambda event: {"nib": event.nib, "period": f"{event.year}-Q{event.quarter}"},
)


async def plan_items(
    deliveries: Sequence[Delivery[PlanItemsListedV1]], work: OssPlanningWork
) -> None:
    """A row of the annual plan each (Ps 8(4)), due on the day that its step has."""
    await work.oss_entries.add(
        [
            await entry_of(
                one,
                work,
                kind=EntryKind.PLAN_ITEM,
                matter_id=item_id,
                facts={"year": str(one.event.year)},
                due_on=one.event.due_on,
            )
            for one in deliveries
            for item_id in one.event.item_ids
        ]
    )


async def withdraw_items(
    deliveries: Sequence[Delivery[PlanItemsWithdrawnV1]], work: OssPlanningWork
) -> None:
    """What was not entered yet is not entered; what stands in OSS is taken out of it there."""
    for one in deliveries:
        known = await work.oss_entries.of_matters(one.event.item_ids, EntryKind.PLAN_ITEM)
        for entry in known:
            if entry.state is EntryState.OPEN:
                await work.oss_entries.save(entry.withdrawn(at=work.now))
        await work.oss_entries.add(
            [
                await entry_of(
                    one,
                    work,
                    kind=EntryKind.PLAN_ITEM_REMOVAL,
                    matter_id=entry.matter_id,
                    facts=entry.facts,
                )
                for entry in known
                if entry.state is EntryState.ENTERED
            ]
        )


async def plan_assessment(
    deliveries: Sequence[Delivery[ComplianceAssessedV1]], work: OssPlanningWork
) -> None:
    """An assessment that waits to be entered is entered as it stands then; one that was entered
    and scored anew is entered once more."""
    for one in deliveries:
        known = await work.oss_entries.of_matters((one.event.compliance_id,), EntryKind.ASSESSMENT)
        if any(entry.state is EntryState.OPEN for entry in known):
            continue
        entry = await entry_of(
            one,
            work,
            kind=EntryKind.ASSESSMENT,
            matter_id=one.event.compliance_id,
            facts={"nib": one.event.nib, "year": str(one.event.year)},
        )
        await work.oss_entries.add([entry])


async def entry_of(
    delivery: Delivery[EventT],
    work: OssPlanningWork,
    *,
    kind: EntryKind,
    matter_id: UUID,
    facts: Mapping[str, str],
    due_on: date | None = None,
) -> OssEntry:
    """An entry of this fact; due on the day given, or as the rule in force says."""
    message = delivery.message
    entry = OssEntry(
        id=new_id(),
        office_code=delivery.event.office_code,
        event_id=message.id,
        kind=kind,
        matter_id=matter_id,
        facts=dict(facts),
        occurred_at=message.occurred_at,
        planned_at=work.now,
        due_on=due_on,
    )
    return entry if due_on is not None else await with_due_day(entry, work)


async def with_due_day(entry: OssEntry, work: HasOffices) -> OssEntry:
    """Its last day in the office's own working days, with the calendar that it was counted by."""
    office = await work.offices.get(entry.office_code)
    on = local_date(entry.occurred_at, office.zone)
    rule = rule_for(entry.rule_kind, on=on)
    if rule.working_days is None:
        return entry
    years = [await work.offices.calendar(office.code, year) for year in (on.year, on.year + 1)]
    own = tuple((one.day, one.name, one.is_working) for year in years for one in year.days)
    calendar = calendar_of(own, worked=office.counts_cuti_bersama_as_working)
    due_on = due_day(rule, calendar, on=on)
    return replace(entry, due_on=due_on, calendar_version=calendar.version if due_on else None)
