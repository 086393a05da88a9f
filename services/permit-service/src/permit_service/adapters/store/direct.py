"""The hottest command and read on PostgreSQL, each as one statement in a transaction of its own.

The caller is set in a materialized CTE before any row is looked at. The mark is inserted from the
successful update, so that a stale version leaves none, and a second one is a unique violation.
"""

import json
from typing import Any
from uuid import UUID

import asyncpg

from permit_service.adapters.store.offices import PostgresOffices
from permit_service.adapters.store.rows import Row, clock_json, declaration_json
from permit_service.adapters.store.work import FILE, Caches, PostgresReading, file_of
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Submission
from shared.database.engine import Database
from shared.errors import AlreadyHandled, NotFound, StaleVersion
from shared.identity import Caller
from shared.messaging.event_log import EventRecorder, Told
from shared.messaging.once import Once

_CALLER = (
    "with caller as materialized (select set_config('app.offices', $1, true) as offices,"
    " set_config('app.actor', $2, true) as actor)"
)
_READ = (
    f"{_CALLER} select file.*, exists (select from once_mark where mark = $4) as is_marked"  # noqa: S608
    f" from ({FILE} where a.id = $3::uuid and (select offices from caller) is not null) file"
)
_SUBMIT = f"""{_CALLER}
, changed as (
  update application a
     set status = $5, receipt_number = $6, declaration = $7::jsonb, submitted_at = $8,
         clock = $9::jsonb, due_on = $10, due_at = $23, calendar_version = $24,
         version = a.version + 1
   where (select offices from caller) is not null and a.id = $3 and a.version = $4
  returning a.id, a.office_code
), receipt as (
  insert into public_token (kind, token, office_code, target)
  select 'receipt', $6, office_code, id from changed
), marked as (
  insert into once_mark (mark, fingerprint, answer)
  select $11, $12, $13 from changed where $11::text is not null
)
select append_event($14, c.office_code, $15, c.id, $16, $17, $18, $2, $19, $8, $20, $21, $22)
  from changed c
"""  # noqa: S608 - no value is part of the text
_MARKS = "once_mark"


class PostgresDirect:
    """On the pool for hot statements."""

    def __init__(self, database: Database, caches: Caches) -> None:
        self._database = database
        self._caches = caches

    async def file(
        self, caller: Caller, application_id: UUID, *, once: Once | None = None
    ) -> Dossier:
        """The whole file in one statement."""
        row = await self._database.fetch_one(
            _READ, *_rights(caller), application_id, once.mark if once else None
        )
        if row is None:
            raise NotFound
        if row["is_marked"]:
            raise AlreadyHandled
        return await self._file(caller, row)

    async def _file(self, caller: Caller, row: Row) -> Dossier:
        """Service and calendar are known after the first time they were asked for."""
        office = self._caches.offices.of(row, "o_")
        service = self._caches.services.find(
            row["office_code"], row["service_code"], row["service_version"]
        )
        version = row["calendar_version"]
        calendar = (
            self._caches.calendars.find(office)
            if version is None
            else self._caches.calendars.find_kept(version)
        )
        now, keyring = self._database.clock.now(), self._database.keyring
        if service is not None and calendar is not None:
            return file_of(
                row, keyring=keyring, service=service, office=office, calendar=calendar, now=now
            )
        async with self._database.read(caller) as connection:
            reading = PostgresReading(connection, keyring=keyring, caches=self._caches, now=now)
            return await reading.dossier(row["id"])

    async def submit(self, submission: Submission) -> None:
        """State, receipt, event, mark and answer in one statement; the calendar that the clock
        counts by is kept before it, once per process and version."""
        await self._keep_calendar(submission)
        try:
            done = await self._database.fetch_one(_SUBMIT, *_values(submission))
        except asyncpg.UniqueViolationError as error:
            if error.table_name == _MARKS:
                raise AlreadyHandled from error
            raise
        if done is None:
            raise StaleVersion
        self._database.was_written()

    async def _keep_calendar(self, submission: Submission) -> None:
        calendar = submission.after.calendar
        if self._caches.calendars.find_kept(calendar.version) is not None:
            return
        async with self._database.begin(submission.caller) as transaction:
            offices = PostgresOffices(transaction.connection, self._caches.calendars)
            await offices.keep_calendar(calendar)
        self._caches.calendars.was_kept(calendar)


def _rights(caller: Caller) -> tuple[str, str]:
    return ",".join(caller.offices), caller.actor


def _values(submission: Submission) -> tuple[Any, ...]:
    application, once = submission.after.application, submission.once
    render = once.render if once else None
    told = _told(submission)
    return (
        *_rights(submission.caller),
        application.id,
        submission.expected_version,
        application.status.value,
        application.receipt_number,
        json.dumps(declaration_json(application.declaration)),
        application.stamps.submitted_at,
        json.dumps(clock_json(application.clock)),
        application.due_on,
        once.mark if once else None,
        once.fingerprint if once else None,
        render(submission.after) if render else None,
        told.id,
        told.event.subject_type,
        told.event.key,
        told.event.type,
        told.event.version,
        told.reason,
        told.correlation,
        told.causation,
        told.data,
        application.service_time.due_at,
        application.service_time.calendar_version,
    )


def _told(submission: Submission) -> Told:
    events = EventRecorder()
    events.add(submission.told)
    return events.added[0]
