"""Runs of retention and holds on PostgreSQL; at most one unfinished run for an office, a class and
a kind, by a partial unique index."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.retained_records import PostgresRetainedRecords
from permit_service.adapters.store.sealing import nik_index
from permit_service.adapters.tables import application, legal_hold, retention_run
from permit_service.adapters.tables import retention_run_line as line_table
from permit_service.domain.legal_hold import HoldReason, HoldSubject, LegalHold
from permit_service.domain.retention import RetentionClass
from permit_service.domain.retention_run import (
    SKEW,
    LeftAlone,
    RetentionLine,
    RetentionRun,
    RunEnd,
    RunKind,
    RunPhase,
)
from shared.database.keyring import Keyring
from shared.errors import NotFound, StaleVersion

_LINE = ("application_id", "due_on", "code", "destroyed_at")


class PostgresRetention:
    """The stores of retention in one transaction."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring, *, now: datetime) -> None:
        self.records = PostgresRetainedRecords(connection, keyring)
        self.runs = PostgresRetentionRuns(connection, now=now)
        self.holds = PostgresLegalHolds(connection, keyring)


class PostgresRetentionRuns:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection, *, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def add(self, run: RetentionRun) -> bool:
        """False while one is unfinished."""
        added = await self._connection.execute(
            insert(retention_run)
            .values(asdict(run))
            .on_conflict_do_nothing()
            .returning(retention_run.c.id)
        )
        return added.first() is not None

    async def get(self, run_id: UUID) -> RetentionRun:
        """Raises NotFound."""
        found = await self._connection.execute(
            sa.select(retention_run).where(retention_run.c.id == run_id)
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _run(row)

    async def take(self, office_code: str) -> RetentionRun | None:
        """The oldest whose moment has come, or was set by a clock that was ahead."""
        columns = retention_run.c
        has_come = sa.or_(
            columns.not_before.is_(None),
            columns.not_before <= self._now,
            columns.asked_at > self._now + SKEW,
        )
        found = await self._connection.execute(
            sa.select(retention_run)
            .where(columns.office_code == office_code, columns.finished_at.is_(None), has_come)
            .order_by(columns.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = found.mappings().first()
        return None if row is None else _run(row)

    async def save(self, run: RetentionRun) -> None:
        """Writes how far it is."""
        await self._connection.execute(
            sa.update(retention_run).where(retention_run.c.id == run.id).values(asdict(run))
        )

    async def page(self, *, before: UUID | None, limit: int) -> list[RetentionRun]:
        """Newest first."""
        statement = sa.select(retention_run).order_by(retention_run.c.id.desc()).limit(limit)
        if before is not None:
            statement = statement.where(retention_run.c.id < before)
        return [_run(row) for row in (await self._connection.execute(statement)).mappings()]

    async def save_lines(self, run: RetentionRun, lines: Sequence[RetentionLine]) -> None:
        """Keeps or overwrites them in one statement."""
        if not lines:
            return
        owned = {"run_id": run.id, "office_code": run.office_code}
        statement = insert(line_table).values([asdict(one) | owned for one in lines])
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["run_id", "application_id"],
                set_={name: statement.excluded[name] for name in _LINE[1:]},
            )
        )

    async def lines(self, run_id: UUID, *, after: UUID | None, limit: int) -> list[RetentionLine]:
        """In the order of the applications' ids."""
        statement = sa.select(*(line_table.c[name] for name in _LINE)).where(
            line_table.c.run_id == run_id
        )
        if after is not None:
            statement = statement.where(line_table.c.application_id > after)
        found = await self._connection.execute(
            statement.order_by(line_table.c.application_id).limit(limit)
        )
        return [
            RetentionLine(**dict(row) | {"code": row["code"] and LeftAlone(row["code"])})
            for row in found.mappings()
        ]


class PostgresLegalHolds:
    """In the caller's transaction; the note is sealed."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, hold: LegalHold, *, nik: str | None) -> None:
        """After whoever destroys has let go; raises NotFound for an unknown application."""
        index = None if nik is None else nik_index(nik, self._keyring)
        held = application.c.owner == hold.account
        if hold.subject is HoldSubject.APPLICATION:
            held = application.c.id == hold.application_id
        if hold.subject is HoldSubject.PERSON:
            held = application.c.nik_index == index
        found = await self._connection.execute(
            sa.select(application.c.id)
            .where(application.c.office_code == hold.office_code, held)
            .order_by(application.c.id)
            .with_for_update()
        )
        if hold.subject is HoldSubject.APPLICATION and found.first() is None:
            raise NotFound
        await self._connection.execute(
            sa.insert(legal_hold).values(self._columns(hold) | {"nik_index": index})
        )

    async def get(self, hold_id: UUID) -> LegalHold:
        """Raises NotFound."""
        found = await self._connection.execute(
            sa.select(legal_hold).where(legal_hold.c.id == hold_id)
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return self._hold(row)

    async def save(self, hold: LegalHold) -> LegalHold:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(legal_hold)
            .where(legal_hold.c.id == hold.id, legal_hold.c.version == hold.version)
            .values(self._columns(hold) | {"version": hold.version + 1})
            .returning(legal_hold)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return self._hold(row)

    async def page(
        self, *, is_standing: bool, today: date, before: UUID | None, limit: int
    ) -> list[LegalHold]:
        """Newest first."""
        columns = legal_hold.c
        statement = sa.select(legal_hold).order_by(columns.id.desc()).limit(limit)
        if is_standing:
            statement = statement.where(
                columns.lifted_at.is_(None),
                sa.or_(columns.until.is_(None), columns.until >= today),
            )
        if before is not None:
            statement = statement.where(columns.id < before)
        found = await self._connection.execute(statement)
        return [self._hold(row) for row in found.mappings()]

    def _columns(self, hold: LegalHold) -> dict[str, Any]:
        return asdict(hold) | {"note": self._keyring.encrypt(hold.note)}

    def _hold(self, row: Any) -> LegalHold:
        values = {name: row[name] for name in row if name != "nik_index"}
        return LegalHold(
            **values
            | {
                "subject": HoldSubject(row["subject"]),
                "reason": HoldReason(row["reason"]),
                "note": self._keyring.decrypt_text(row["note"]),
            }
        )


def _run(row: Any) -> RetentionRun:
    code = row["code"]
    return RetentionRun(
        **dict(row)
        | {
            "retention_class": RetentionClass(row["retention_class"]),
            "kind": RunKind(row["kind"]),
            "phase": RunPhase(row["phase"]),
            "code": None if code is None else RunEnd(code),
        }
    )
