"""Applications of outside systems on PostgreSQL, and what was issued on a channel."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import application, licence, outside_intake
from permit_service.application.intake_ports import IssuedHere
from permit_service.domain.outside_intake import LONGEST_WAIT, IntakeState, OutsideIntake
from permit_service.domain.service import Channel

_CLAIM = sa.text(
    "update outside_intake o set due_at = :until from ("
    " select id from outside_intake where office_code = :office and state = 'waiting'"
    # A wait longer than any there is: the clock was set back since.
    " and (due_at <= :now or due_at > :too_late)"
    " order by due_at limit :limit for update skip locked) due"
    " where o.id = due.id returning o.*"
)


class PostgresOutsideIntakes:
    """Written in the caller's transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, intake: OutsideIntake) -> bool:
        """Whether it is new, by id and by number."""
        added = await self._connection.execute(
            insert(outside_intake)
            .values(**asdict(intake))
            .on_conflict_do_nothing()
            .returning(outside_intake.c.id)
        )
        return added.first() is not None

    async def hold(self, intake_id: UUID) -> OutsideIntake | None:
        """Held until the transaction ends."""
        query = sa.select(outside_intake).where(outside_intake.c.id == intake_id)
        row = (await self._connection.execute(query.with_for_update())).mappings().first()
        return None if row is None else _intake(row)

    async def save(self, intake: OutsideIntake) -> None:
        """In place of what stood there; it is held."""
        await self._connection.execute(
            sa.update(outside_intake)
            .where(outside_intake.c.id == intake.id)
            .values(**asdict(intake))
        )

    async def of_number(
        self, office_code: str, channel: Channel, outside_number: str
    ) -> OutsideIntake | None:
        """The one that has this number."""
        found = await self._connection.execute(
            sa.select(outside_intake).where(
                outside_intake.c.office_code == office_code,
                outside_intake.c.channel == channel,
                outside_intake.c.outside_number == outside_number,
            )
        )
        row = found.mappings().first()
        return None if row is None else _intake(row)

    async def claim(
        self, office_code: str, *, now: datetime, until: datetime, limit: int
    ) -> Sequence[OutsideIntake]:
        """What another worker is claiming is passed over."""
        found = await self._connection.execute(
            _CLAIM,
            {
                "office": office_code,
                "now": now,
                "until": until,
                "too_late": now + LONGEST_WAIT + timedelta(minutes=1),
                "limit": limit,
            },
        )
        return [_intake(row) for row in found.mappings()]


class PostgresIssuedLicences:
    """Licences by channel and day."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def issued(
        self,
        office_code: str,
        channel: Channel,
        *,
        first_day: date,
        last_day: date,
        after: UUID | None,
        limit: int,
    ) -> Sequence[IssuedHere]:
        """By id, one more than the limit."""
        query = (
            sa.select(
                licence.c.id.label("licence_id"),
                application.c.reference.label("outside_number"),
                licence.c.number,
                licence.c.issued_on,
            )
            .select_from(licence.outerjoin(application))
            .where(
                licence.c.office_code == office_code,
                licence.c.channel == channel,
                licence.c.issued_on.between(first_day, last_day),
            )
            .order_by(licence.c.id)
            .limit(limit + 1)
        )
        if after is not None:
            query = query.where(licence.c.id > after)
        found = await self._connection.execute(query)
        return [IssuedHere(**row) for row in found.mappings()]


def _intake(row: Any) -> OutsideIntake:
    values = dict(row)
    return OutsideIntake(
        **values | {"channel": Channel(values["channel"]), "state": IntakeState(values["state"])}
    )
