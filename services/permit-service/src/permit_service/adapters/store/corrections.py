"""Rounds of corrections and office rules on PostgreSQL. What people wrote is sealed."""

import base64
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row, from_json
from permit_service.adapters.tables import correction_round, office_rule
from permit_service.domain.application import Application
from permit_service.domain.correction import CorrectionRound, Question, Rounds
from permit_service.domain.errors import RuleAlreadySet
from permit_service.domain.office_rule import OfficeRule, RuleKey
from shared.database.keyring import Keyring

# Nobody asks anything about a draft: the statement that is asked most does not look.
ROUNDS = """
  case when a.status <> 'draft' then
    (select jsonb_agg(to_jsonb(t) || jsonb_build_object('sealed', encode(t.sealed, 'base64'))
                      order by t.number)
       from correction_round t where t.application_id = a.id) end as rounds
"""
_OVERDUE = sa.text(
    "select application_id from correction_round"
    " where office_code = :office and answer_by < :today"
    " and closed_at is null and lapsed_at is null"
    " and (cast(:after as uuid) is null or application_id > :after)"
    " order by application_id limit :limit"
)


class PostgresCorrections:
    """Written in the caller's transaction; the application is held by it."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def save(self, application: Application, after: Rounds, *, before: Rounds) -> None:
        """Writes what differs."""
        for one in after:
            if one in before:
                continue
            values = self._columns(one)
            owned = {"application_id": application.id, "office_code": application.office_code}
            changing = ("sealed", "closed_at", "reminded_at", "lapsed_at")
            await self._connection.execute(
                insert(correction_round)
                .values(values | owned)
                .on_conflict_do_update(
                    index_elements=["application_id", "number"],
                    set_={name: values[name] for name in changing},
                )
            )

    def _columns(self, one: CorrectionRound) -> dict[str, Any]:
        said = {"notes": one.notes, "questions": [_question_json(each) for each in one.questions]}
        return {
            "number": one.number,
            "sealed": self._keyring.encrypt(json.dumps(said)),
            "answer_by": one.answer_by,
            "answer_by_source": one.answer_by_source,
            "asked_by": one.asked_by,
            "asked_at": one.asked_at,
            "closed_at": one.closed_at,
            "reminded_at": one.reminded_at,
            "lapsed_at": one.lapsed_at,
        }

    async def overdue(
        self, office_code: str, *, today: date, after: UUID | None, limit: int
    ) -> list[UUID]:
        """Applications with an open round whose last day has passed, by id."""
        found = await self._connection.execute(
            _OVERDUE, {"office": office_code, "today": today, "after": after, "limit": limit}
        )
        return list(found.scalars())


class PostgresOfficeRules:
    """Rows are only added."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, office_code: str) -> tuple[OfficeRule, ...]:
        """Every rule of the office, by key and day."""
        rows = await self._connection.execute(
            sa.select(office_rule)
            .where(office_rule.c.office_code == office_code)
            .order_by(office_rule.c.key, office_rule.c.effective_from)
        )
        return tuple(
            OfficeRule(
                **{name: row[name] for name in row if name not in {"office_code", "key"}},
                key=RuleKey(row["key"]),
            )
            for row in rows.mappings()
        )

    async def add(self, rule: OfficeRule, *, office_code: str) -> None:
        """Raises RuleAlreadySet."""
        added = await self._connection.execute(
            insert(office_rule)
            .values(
                office_code=office_code,
                key=rule.key.value,
                effective_from=rule.effective_from,
                value=rule.value,
                source=rule.source,
                verified=rule.verified,
                recorded_by=rule.recorded_by,
                recorded_at=rule.recorded_at,
            )
            .on_conflict_do_nothing()
            .returning(office_rule.c.key)
        )
        if added.first() is None:
            raise RuleAlreadySet


def rounds_of(stored: Any, keyring: Keyring) -> Rounds:
    """The column `rounds` of a whole file."""
    return tuple(_round(one, keyring) for one in from_json(stored) or ())


def _round(row: Row, keyring: Keyring) -> CorrectionRound:
    said = json.loads(keyring.decrypt(base64.b64decode(row["sealed"])))
    return CorrectionRound(
        number=row["number"],
        notes=said["notes"],
        questions=tuple(_question(one) for one in said["questions"]),
        answer_by=date.fromisoformat(row["answer_by"]),
        answer_by_source=row["answer_by_source"],
        asked_by=row["asked_by"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        closed_at=_moment(row["closed_at"]),
        reminded_at=_moment(row["reminded_at"]),
        lapsed_at=_moment(row["lapsed_at"]),
    )


def _question_json(one: Question) -> dict[str, Any]:
    return {
        "number": one.number,
        "requirement_no": one.requirement_no,
        "question": one.question,
        "answer": one.answer,
        "document_id": None if one.document_id is None else str(one.document_id),
        "answered_by": one.answered_by,
        "answered_at": None if one.answered_at is None else one.answered_at.isoformat(),
    }


def _question(said: dict[str, Any]) -> Question:
    document = said["document_id"]
    return Question(
        **said
        | {
            "document_id": None if document is None else UUID(document),
            "answered_at": _moment(said["answered_at"]),
        }
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
