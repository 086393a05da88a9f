"""What OSS must be told, written down in the transaction of the fact that calls for it.

Facts of an application that names no permit of OSS (`metadata.oss.id_izin`) lead to nothing. A fact
of a licence that is not known here is written down all the same: it may have come before the
licence. Nobody is asked here.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from gateway.application.oss.plan_oss_entries import enter_revocations, enter_sanctions
from gateway.application.oss.record_ports import OssPlanningWork
from gateway.domain.oss.codes import LicenceCode, Method
from gateway.domain.oss.record import OssRecord
from shared.contracts.event import Event
from shared.contracts.inspection import SanctionEscalatedV1, SanctionImposedV1
from shared.contracts.permit import (
    ApplicationResubmittedV1,
    ApplicationSubmittedV1,
    LicenceIssuedV1,
    LicenceReinstatedV1,
    LicenceRevokedV1,
)
from shared.ids import new_id
from shared.messaging.contract import Delivery

EventT = TypeVar("EventT", bound=Event)
FiledT = TypeVar("FiledT", ApplicationSubmittedV1, ApplicationResubmittedV1)
SanctionT = TypeVar("SanctionT", SanctionImposedV1, SanctionEscalatedV1)
Reaction = Callable[[Sequence[Delivery[EventT]], OssPlanningWork], Awaitable[None]]

_WARNINGS = frozenset({"warning_1", "warning_2", "warning_3", "first_and_last_warning"})
_ENDINGS = frozenset({"licence_revocation", "supporting_licence_revocation"})


async def link_application(deliveries: Sequence[Delivery[FiledT]], work: OssPlanningWork) -> None:
    """Keeps which permit of OSS an application is about."""
    named = {
        one.event.application_id: (one.event.office_code, one.event.oss_permit_id)
        for one in deliveries
        if one.event.oss_permit_id is not None
    }
    await work.oss_applications.link(named)


def planning(
    code: LicenceCode, *, applies: Callable[[EventT], bool] = lambda _: True
) -> Reaction[EventT]:
    """The reaction that plans a status of an application: the subject of its events."""

    async def plan_statuses(deliveries: Sequence[Delivery[EventT]], work: OssPlanningWork) -> None:
        of_interest = [one for one in deliveries if applies(one.event)]
        known = await work.oss_applications.known({one.event.subject for one in of_interest})
        await work.oss_records.plan(
            [
                _record(
                    one,
                    work,
                    application_id=one.event.subject,
                    method=Method.RECEIVE_LICENCE_STATUS,
                    code=code,
                )
                for one in of_interest
                if one.event.subject in known
            ]
        )

    return plan_statuses


async def plan_licence(
    deliveries: Sequence[Delivery[LicenceIssuedV1]], work: OssPlanningWork
) -> None:
    """The licence itself, and that it belongs to its application."""
    known = await work.oss_applications.known({one.event.application_id for one in deliveries})
    issued = [one for one in deliveries if one.event.application_id in known]
    await work.oss_applications.note_licences(
        {one.event.application_id: one.event.licence_id for one in issued}
    )
    await work.oss_records.plan(
        [
            _record(
                one,
                work,
                application_id=one.event.application_id,
                licence_id=one.event.licence_id,
                method=Method.RECEIVE_LICENCE,
                code=LicenceCode.APPROVED,
            )
            for one in issued
        ]
    )


async def plan_sanction(deliveries: Sequence[Delivery[SanctionT]], work: OssPlanningWork) -> None:
    """A warning or a suspension of each licence that it touches (Perbup Sumba Timur 32/2023
    Ps 10(6)); for a revocation OSS has no code, and it is entered by hand. The sanction itself is
    listed for entry, until OSS has accepted all of its records."""
    touched = {licence for one in deliveries for licence in one.event.licence_ids}
    applications = await work.oss_applications.of_licences(touched)
    await work.oss_records.plan(
        [
            _of_licence(one, licence_id, applications.get(licence_id), code, work)
            for one in deliveries
            for code in (_code_of(one.event.step),)
            for licence_id in dict.fromkeys(one.event.licence_ids)
        ]
    )
    await enter_sanctions(deliveries, work)


async def plan_reinstatement(
    deliveries: Sequence[Delivery[LicenceReinstatedV1]], work: OssPlanningWork
) -> None:
    """The licence is in force again: approved, for want of a code of its own."""
    applications = await work.oss_applications.of_licences(
        {one.event.licence_id for one in deliveries}
    )
    await work.oss_records.plan(
        [
            _of_licence(
                one,
                one.event.licence_id,
                applications.get(one.event.licence_id),
                LicenceCode.APPROVED,
                work,
            )
            for one in deliveries
        ]
    )


async def plan_revocation(
    deliveries: Sequence[Delivery[LicenceRevokedV1]], work: OssPlanningWork
) -> None:
    """One that follows no sanction: of those the sanction itself has told."""
    ended = [one for one in deliveries if one.event.sanction_id is None]
    applications = await work.oss_applications.of_licences({one.event.licence_id for one in ended})
    await work.oss_records.plan(
        [
            _of_licence(
                one, one.event.licence_id, applications.get(one.event.licence_id), None, work
            )
            for one in ended
        ]
    )
    # Of the others it is not known yet whether OSS knows the licence at all.
    known = [one for one in ended if one.event.licence_id in applications]
    await enter_revocations(known, work)


def _code_of(step: str) -> LicenceCode | None:
    if step in _WARNINGS:
        return LicenceCode.WARNING
    return None if step in _ENDINGS else LicenceCode.SUSPENDED


def _of_licence(
    delivery: Delivery[EventT],
    licence_id: UUID,
    application_id: UUID | None,
    code: LicenceCode | None,
    work: OssPlanningWork,
) -> OssRecord:
    return _record(
        delivery,
        work,
        application_id=application_id,
        licence_id=licence_id,
        method=Method.RECEIVE_LICENCE_STATUS,
        code=code,
    )


def _record(
    delivery: Delivery[EventT],
    work: OssPlanningWork,
    *,
    application_id: UUID | None,
    licence_id: UUID | None = None,
    method: Method,
    code: LicenceCode | None,
) -> OssRecord:
    stream = application_id or licence_id
    assert stream is not None
    return OssRecord(
        id=new_id(),
        office_code=delivery.event.office_code,
        event_id=delivery.message.id,
        stream=stream,
        application_id=application_id,
        licence_id=licence_id,
        method=method,
        code=code,
        occurred_at=delivery.message.occurred_at,
        planned_at=work.now,
        due_at=work.now,
    )
