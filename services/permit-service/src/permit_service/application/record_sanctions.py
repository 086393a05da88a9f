"""What supervision tells: a licence's standing follows from the sanctions that are in force.

The facts are kept whether or not the licence is known; what changed is told once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.former_licence import successors_of
from permit_service.application.ports import Work
from permit_service.domain.licence import Licence, LicenceStatus, Sanction, standing_of
from shared.contracts.event import Event
from shared.contracts.permit import LicenceReinstatedV1, LicenceRevokedV1, LicenceSuspendedV1
from shared.messaging.contract import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSanction:
    """What one message says of one licence."""

    office_code: str
    sanction: Sanction
    because: Message


async def record_sanctions(commands: Sequence[RecordSanction], work: Work) -> None:
    """Suspends, revokes or reinstates, and tells it when the standing is another than before."""
    held = await work.licences.hold(sorted({one.sanction.licence_id for one in commands}))
    # What is imposed on a licence that was replaced meanwhile holds for the one in its place.
    successors = await successors_of(held, work)
    carried = [
        replace(one, sanction=replace(one.sanction, licence_id=successors[known].id))
        for one in commands
        if (known := one.sanction.licence_id) in successors
    ]
    commands = [*commands, *carried]
    held += [one for one in successors.values() if one.id not in {known.id for known in held}]
    for office in sorted({one.office_code for one in commands}):
        of_office = [one.sanction for one in commands if one.office_code == office]
        await work.sanctions.record(of_office, office_code=office)
    last = {one.sanction.licence_id: one for one in commands}
    for licence in held:
        await tell_standing(licence, work, cause=last[licence.id])


async def tell_standing(
    licence: Licence, work: Work, *, cause: RecordSanction | None = None
) -> None:
    """Tells the licence's standing if it is not what was told last."""
    sanctions = (await work.sanctions.of([licence.id])).get(licence.id, ())
    standing = standing_of(sanctions)
    if standing is licence.told_status:
        return
    if licence.has_ended and standing is not LicenceStatus.REVOKED:
        return
    sanction_id = cause.sanction.sanction_id if cause else _in_force(sanctions)
    await work.licences.save(replace(licence, told_status=standing))
    told = _told(licence, standing, sanction_id, work)
    work.events.add(told, reason=standing.value, because=cause.because if cause else None)


def _in_force(sanctions: Sequence[Sanction]) -> UUID:
    return next(one.sanction_id for one in sanctions if one.is_in_force)


def _told(licence: Licence, standing: LicenceStatus, sanction_id: UUID, work: Work) -> Event:
    office, now = licence.office_code, work.now
    match standing:
        case LicenceStatus.REVOKED:
            return LicenceRevokedV1(
                office_code=office, licence_id=licence.id, sanction_id=sanction_id, revoked_at=now
            )
        case LicenceStatus.SUSPENDED:
            return LicenceSuspendedV1(
                office_code=office,
                licence_id=licence.id,
                sanction_id=sanction_id,
                suspended_at=now,
            )
        case _:
            return LicenceReinstatedV1(
                office_code=office,
                licence_id=licence.id,
                sanction_id=sanction_id,
                reinstated_at=now,
            )
