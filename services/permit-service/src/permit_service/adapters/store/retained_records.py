"""What counts towards its end on PostgreSQL: a statement per class, one shape for all.

Days are those of the office's zone. A licence in force never counts.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import application, delivery, legal_hold
from permit_service.application.retention_ports import (
    ClassCount,
    Counted,
    CountedRecord,
    SubjectFile,
)
from permit_service.domain.licence import REVOKES
from permit_service.domain.retention import RetentionClass
from shared.database.keyring import Keyring

_REVOKES = ", ".join(f"'{one}'" for one in sorted(REVOKES))
_REVOKED_AT = (
    f"(select max(s.stepped_at) from sanction s where s.licence_id = l.id"  # noqa: S608 - our words
    f" and s.step in ({_REVOKES}) and (s.lifted_at is null or s.lifted_at < s.stepped_at))"
)
_OF_OFFICE = "({} at time zone o.time_zone)::date"
_LICENCE_END = (
    f"case when l.told_status = 'revoked' then {_OF_OFFICE.format(_REVOKED_AT)}"  # noqa: S608
    " when l.replaced_by is not null then (select n.issued_on from licence n"
    " where n.id = l.replaced_by)"
    " when l.told_status in ('active', 'expired') then l.valid_until end"
)
# Whatever the zone: what is later than this counts from a later day, and is not joined at all.
_EARLY = "{} < cast(:until as date) + 2"
_ENDED_AT = "coalesce(a.rejected_at, a.withdrawn_at)"
_OVER = _OF_OFFICE.format(_ENDED_AT)

# What belongs to the class, and the day from which it counts.
_CLASSES: Mapping[RetentionClass, tuple[str, str]] = {
    RetentionClass.ABANDONED_DRAFT: (
        "a.status = 'draft' and a.anonymised_at is null and " + _EARLY.format("a.created_at"),
        _OF_OFFICE.format(
            "greatest(a.created_at, (select max(d.uploaded_at) from document d"
            " where d.application_id = a.id))"
        ),
    ),
    RetentionClass.ENDED_APPLICATION: (
        "a.status in ('rejected', 'withdrawn') and a.anonymised_at is null and "
        + _EARLY.format(_ENDED_AT),
        _OVER,
    ),
    RetentionClass.LICENCE_DOSSIER: (
        "a.status in ('signed', 'delivered') and a.anonymised_at is null",
        _LICENCE_END,
    ),
    RetentionClass.UPLOADED_DOCUMENTS: (
        "a.status in ('delivered', 'rejected', 'withdrawn')"
        f" and {_EARLY.format('coalesce(a.delivered_at, a.rejected_at, a.withdrawn_at)')}"
        " and exists (select from document d where d.application_id = a.id)",
        _OF_OFFICE.format("coalesce(a.delivered_at, a.rejected_at, a.withdrawn_at)"),
    ),
    RetentionClass.QUARANTINED_DOCUMENTS: (
        "exists (select from document d where d.application_id = a.id"
        " and d.scan_state = 'infected')",
        _OF_OFFICE.format(
            "(select min(d.scanned_at) from document d where d.application_id = a.id"
            " and d.scan_state = 'infected')"
        ),
    ),
    RetentionClass.CONTACT: (
        "a.status in ('rejected', 'withdrawn', 'signed', 'delivered')"
        " and num_nonnulls(a.email_index, a.phone_index) > 0"
        f" and (a.status in ('signed', 'delivered') or {_EARLY.format(_ENDED_AT)})",
        f"case when a.status in ('rejected', 'withdrawn') then {_OVER} else {_LICENCE_END} end",
    ),
}
_IS_HELD = (
    "exists (select from legal_hold h where h.office_code = a.office_code"
    " and h.lifted_at is null and (h.until is null or h.until >= :today)"
    " and (h.application_id = a.id or h.account = a.owner or h.nik_index = a.nik_index))"
)


# What belongs to a class is found first and joined then, whatever the planner expects of a limit.
_CANDIDATE = (
    "id, office_code, owner, nik_index, status, created_at, delivered_at, rejected_at, withdrawn_at"
)


def _counted(retention_class: RetentionClass) -> str:
    belongs, counts_from = _CLASSES[retention_class]
    return (
        f"with a as materialized (select {_CANDIDATE} from application a"  # noqa: S608
        f" where a.office_code = :office and {belongs})"
        f" select a.id as application_id, c.counted_from, {_IS_HELD} as is_held"
        " from a join office o on o.code = a.office_code"
        " left join licence l on l.application_id = a.id"
        f" cross join lateral (select {counts_from} as counted_from) c"
        " where c.counted_from <= :until"
    )


_PAGE = {
    one: sa.text(
        f"{_counted(one)} and (cast(:after as uuid) is null or a.id > cast(:after as uuid))"
        " order by a.id limit :limit"
    )
    for one in RetentionClass
}
# Held first, looked at after it: what a hold that came meanwhile says is seen.
_HOLD = sa.text("select id from application where id = any(:only) order by id for update")
_NAMED = {
    one: sa.text(f"{_counted(one)} and a.id = any(:only) order by a.id") for one in RetentionClass
}
_COUNT = {
    one: sa.text(
        "select count(*) filter (where counted_from <= :due_until and not is_held) as due,"  # noqa: S608
        " count(*) filter (where counted_from > :due_until and not is_held) as upcoming,"
        f" count(*) filter (where is_held) as held from ({_counted(one)}) one"
    )
    for one in RetentionClass
}
_OF_SUBJECT = (
    f"select a.id as application_id, {_IS_HELD} as is_held from application a"  # noqa: S608
    " where a.office_code = :office and (a.owner = :account or a.id = any(:ids))"
    " and (cast(:after as uuid) is null or a.id > cast(:after as uuid))"
    " order by a.id limit :limit"
)


class PostgresRetainedRecords:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def page(
        self, counted: Counted, *, after: UUID | None, limit: int
    ) -> list[CountedRecord]:
        """In the order of the applications' ids."""
        values = _values(counted) | {"after": after, "limit": limit}
        found = await self._connection.execute(_PAGE[counted.retention_class], values)
        return [CountedRecord(**row) for row in found.mappings()]

    async def hold(self, counted: Counted) -> list[CountedRecord]:
        """Of those that are named."""
        only = {"only": list(counted.only or ())}
        await self._connection.execute(_HOLD, only)
        found = await self._connection.execute(
            _NAMED[counted.retention_class], _values(counted) | only
        )
        return [CountedRecord(**row) for row in found.mappings()]

    async def count(self, counted: Counted, *, due_until: date) -> ClassCount:
        """Which are due by then."""
        found = await self._connection.execute(
            _COUNT[counted.retention_class], _values(counted) | {"due_until": due_until}
        )
        return ClassCount(**found.mappings().one())

    async def of_subject(
        self,
        office_code: str,
        *,
        account: str | None,
        applications: Sequence[UUID],
        today: date,
        after: UUID | None,
        limit: int,
    ) -> list[SubjectFile]:
        """By id."""
        values = {
            "office": office_code,
            "account": account,
            "ids": list(applications),
            "today": today,
            "after": after,
            "limit": limit,
        }
        found = await self._connection.execute(sa.text(_OF_SUBJECT), values)
        return [SubjectFile(**row) for row in found.mappings()]

    async def files_of(self, account: str) -> int:
        """Those that still say who."""
        found = await self._connection.execute(
            sa.select(sa.func.count())
            .select_from(application)
            .where(application.c.owner == account, application.c.anonymised_at.is_(None))
        )
        return int(found.scalar_one())

    async def holds(self, account: str) -> bool:
        """Whether one stands on the account."""
        found = await self._connection.execute(
            sa.select(legal_hold.c.id)
            .where(legal_hold.c.account == account, legal_hold.c.lifted_at.is_(None))
            .limit(1)
        )
        return found.first() is not None

    async def erase_receivers(self, application_id: UUID) -> None:
        """That somebody took it stays."""
        await self._connection.execute(
            sa.update(delivery)
            .where(delivery.c.application_id == application_id, delivery.c.receiver.is_not(None))
            .values(receiver=self._keyring.encrypt(""))
        )


def _values(counted: Counted) -> dict[str, Any]:
    return {
        "office": counted.office.code,
        "until": counted.until,
        "today": counted.today,
    }
