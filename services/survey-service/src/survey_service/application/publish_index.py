"""The Head publishes the index of a period that is over, and opens what is done about it.

Source 002: the lowest elements get special attention and improvement effort. A sample that is too
small is reported and blocks nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.survey import IndexPublishedV1
from shared.errors import InvalidRequest
from shared.identity import Caller, Role
from shared.messaging.once import Once
from survey_service.application.ports import Ports
from survey_service.application.read_index import policy_named
from survey_service.application.record_at_counter import office_of_staff
from survey_service.application.record_response import office_of
from survey_service.application.tally_index import index_in
from survey_service.domain.errors import NothingToPublish, PeriodNotOver
from survey_service.domain.improvement import LOWEST_ELEMENTS, Improvement, PublishedIndex
from survey_service.domain.satisfaction_index import SatisfactionIndex, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishIndex:
    """`owner` sees to the lowest elements until `due_on`; a post, not a person's name."""

    caller: Caller
    period: str
    policy: str
    owner: str
    due_on: date
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was published, and what is done about it."""

    index: PublishedIndex
    improvements: Sequence[Improvement]


async def publish_index(command: PublishIndex, ports: Ports) -> Publication:
    """Once per period; raises Forbidden, PeriodNotOver, NothingToPublish, AlreadyPublished."""
    office_code = office_of_staff(command.caller, Role.HEAD)
    policy = policy_named(command.policy)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await office_of(work, office_code)
        period = office.period(command.period)
        today = office.day_of(work.now)
        if today <= period.last_day:
            raise PeriodNotOver(rule="period_over", pointers=(("/period", "not_over"),))
        if command.due_on <= today:
            raise InvalidRequest(pointers=(("/due_on", "in_past"),))
        index = await index_in(work, office, period, policy)
        if index.ikm is None or index.grade is None:
            raise NothingToPublish
        published = PublishedIndex(
            id=ports.new_id(),
            office_code=office_code,
            period=period.label,
            policy=policy.name,
            respondents=index.respondents,
            ikm=index.ikm,
            grade=index.grade.code,
            nrr={one.element: nrr for one in index.elements if (nrr := shown(one.nrr, 3))},
            published_at=work.now,
        )
        await work.publications.add(published)
        improvements = _improvements(index, published, command, ports)
        await work.publications.add_improvements(improvements)
        work.events.add(_fact(published))
        return work.answer(Publication(index=published, improvements=improvements))


def _improvements(
    index: SatisfactionIndex, published: PublishedIndex, command: PublishIndex, ports: Ports
) -> list[Improvement]:
    return [
        Improvement(
            id=ports.new_id(),
            office_code=published.office_code,
            period=published.period,
            element=element,
            nrr=published.nrr[element],
            owner=command.owner,
            due_on=command.due_on,
        )
        for element in index.ranking[:LOWEST_ELEMENTS]
    ]


def _fact(published: PublishedIndex) -> IndexPublishedV1:
    return IndexPublishedV1(
        office_code=published.office_code,
        index_id=published.id,
        period=published.period,
        policy=published.policy,
        ikm=str(published.ikm),
        respondents=published.respondents,
    )
