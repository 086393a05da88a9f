"""The register of letters that ask for data, and the log of what was disclosed."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.data_request import (
    DataRequest,
    Disclosure,
    ExtractLine,
    LetterNumberUsed,
    Reply,
    RequesterType,
)
from shared.errors import NotFound, StaleVersion

_ADD = text(
    "insert into data_request (id, office_code, requester_type, sender, subject, received_on,"
    " letter_number, letter_date, version) values (:id, :office_code, :requester_type, :sender,"
    " :subject, :received_on, :letter_number, :letter_date, :version)"
)
_SELECT = (
    "select r.id, r.office_code, r.requester_type, r.sender, r.subject, r.received_on,"
    " r.letter_number, r.letter_date, r.version, d.reply_number, d.dated_on, d.recipients,"
    " d.fields, d.personal_fields, d.count, d.legal_basis, d.purpose, d.extract"
    " from data_request r left join disclosure d on d.request_id = r.id"
)
_FIND = text(f"{_SELECT} where r.id = :id")
_GET = text(f"{_SELECT} where r.id = :id for update of r")
_BETWEEN = text(
    f"{_SELECT} where r.office_code = :office and r.received_on between :first and :last"
    " order by r.received_on, r.id"
)
_PAGE = text(
    f"{_SELECT} where r.office_code = :office and (r.received_on, r.id) > (:day, :id)"
    " order by r.received_on, r.id limit :limit"
)
_SAVE = text("update data_request set version = :version where id = :id and version = :standing")
_DISCLOSE = text(
    "insert into disclosure (request_id, office_code, reply_number, dated_on, recipients, fields,"
    " personal_fields, count, legal_basis, purpose, extract) values (:request_id, :office_code,"
    " :reply_number, :dated_on, :recipients, :fields, :personal_fields, :count, :legal_basis,"
    " :purpose, cast(:extract as jsonb)) on conflict (office_code, reply_number) do nothing"
    " returning request_id"
)
_NEXT = text(
    "insert into letter_number as n (office_code, year, last) values (:office, :year, 1)"
    " on conflict (office_code, year) do update set last = n.last + 1 returning last"
)
_COUNT_FROM = text(
    "insert into letter_number as n (office_code, year, last) values (:office, :year, :sequence)"
    " on conflict (office_code, year) do update set last = greatest(n.last, excluded.last)"
)
# One import of an office at a time: a letter is entered when it does not stand yet.
_LOCK = text("select pg_advisory_xact_lock(hashtextextended('data_request:' || :office, 0))")
_STANDING = text(
    f"{_SELECT} where r.office_code = :office"
    " and (r.received_on = any(:days) or d.reply_number = any(:numbers))"
    " order by r.received_on, r.id"
)


class PostgresDataRequests:
    """A reply is a row of the disclosure log: insert-only."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, request: DataRequest) -> None:
        """Enters a letter, and its reply if it came with one."""
        await self._connection.execute(
            _ADD,
            {
                "id": request.id,
                "office_code": request.office_code,
                "requester_type": request.requester_type.value,
                "sender": request.sender,
                "subject": request.subject,
                "received_on": request.received_on,
                "letter_number": request.letter_number,
                "letter_date": request.letter_date,
                "version": request.version,
            },
        )
        if request.reply is not None:
            await self._disclose(request, request.reply)

    async def find(self, request_id: UUID) -> DataRequest:
        """The letter; raises NotFound."""
        return await self._one(_FIND, request_id)

    async def get(self, request_id: UUID) -> DataRequest:
        """The letter, locked; raises NotFound."""
        return await self._one(_GET, request_id)

    async def _one(self, statement: TextClause, request_id: UUID) -> DataRequest:
        row = (await self._connection.execute(statement, {"id": request_id})).mappings().first()
        if row is None:
            raise NotFound
        return _request(row)

    async def save(self, request: DataRequest, *, expected_version: int | None) -> None:
        """Keeps a reply; raises StaleVersion."""
        standing = request.version - 1
        changed = await self._connection.execute(
            _SAVE, {"id": request.id, "version": request.version, "standing": standing}
        )
        if changed.rowcount != 1 or expected_version not in (None, standing):
            raise StaleVersion
        if request.reply is not None:
            await self._disclose(request, request.reply)

    async def _disclose(self, request: DataRequest, reply: Reply) -> None:
        entered = await self._connection.execute(_DISCLOSE, _disclosure_row(request, reply))
        if entered.first() is None:
            raise LetterNumberUsed(rule="letter_number", pointers=(("/number", "used"),))

    async def next_number(self, office: str, year: int) -> int:
        """The next number of the year's outgoing letters, never given twice."""
        found = await self._connection.execute(_NEXT, {"office": office, "year": year})
        number: int = found.scalar_one()
        return number

    async def count_from(self, office: str, year: int, sequence: int) -> None:
        """The year's next number is later than this one."""
        await self._connection.execute(
            _COUNT_FROM, {"office": office, "year": year, "sequence": sequence}
        )

    async def standing(
        self, office: str, *, days: Sequence[date], reply_numbers: Sequence[str]
    ) -> Sequence[DataRequest]:
        """The letters of these days or reply numbers; other imports of the office wait."""
        await self._connection.execute(_LOCK, {"office": office})
        rows = await self._connection.execute(
            _STANDING,
            {"office": office, "days": sorted(set(days)), "numbers": sorted(set(reply_numbers))},
        )
        return [_request(row) for row in rows.mappings()]

    async def received_between(self, office: str, first: date, last: date) -> Sequence[DataRequest]:
        """The letters received on these days."""
        rows = await self._connection.execute(
            _BETWEEN, {"office": office, "first": first, "last": last}
        )
        return [_request(row) for row in rows.mappings()]

    async def page(
        self, office: str, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[DataRequest]:
        """Letters by day of arrival, at most `limit`."""
        day, id = after or (date.min, UUID(int=0))
        rows = await self._connection.execute(
            _PAGE, {"office": office, "day": day, "id": id, "limit": limit}
        )
        return [_request(row) for row in rows.mappings()]


def _disclosure_row(request: DataRequest, reply: Reply) -> dict[str, Any]:
    gives = reply.disclosure
    return {
        "request_id": request.id,
        "office_code": request.office_code,
        "reply_number": reply.number,
        "dated_on": reply.dated_on,
        "recipients": list(reply.recipients),
        "fields": list(gives.fields),
        "personal_fields": list(gives.personal_fields),
        "count": gives.count,
        "legal_basis": gives.legal_basis,
        "purpose": gives.purpose,
        "extract": json.dumps([asdict(line) for line in gives.extract], default=str),
    }


def _request(row: RowMapping) -> DataRequest:
    return DataRequest(
        id=row["id"],
        office_code=row["office_code"],
        requester_type=RequesterType(row["requester_type"]),
        sender=row["sender"],
        subject=row["subject"],
        received_on=row["received_on"],
        letter_number=row["letter_number"],
        letter_date=row["letter_date"],
        reply=None if row["reply_number"] is None else _reply(row),
        version=row["version"],
    )


def _reply(row: RowMapping) -> Reply:
    return Reply(
        number=row["reply_number"],
        dated_on=row["dated_on"],
        recipients=tuple(row["recipients"]),
        disclosure=Disclosure(
            fields=tuple(row["fields"]),
            personal_fields=tuple(row["personal_fields"]),
            count=row["count"],
            legal_basis=row["legal_basis"],
            purpose=row["purpose"],
            extract=tuple(
                ExtractLine(**line | {"issued_on": date.fromisoformat(line["issued_on"])})
                for line in row["extract"]
            ),
        ),
    )
