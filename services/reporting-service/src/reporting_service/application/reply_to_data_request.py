"""Replies to a letter: a numbered letter with its extract of licences, entered in the disclosure
log in the same transaction."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reporting_service.application.enter_data_request import MODEL
from reporting_service.application.ports import Ports, Work
from reporting_service.domain.data_request import (
    DataRequest,
    Disclosure,
    ExtractLine,
    Reply,
    check_number,
    reply_number,
)
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.office import Office
from shared.errors import InvalidRequest, TooLarge
from shared.identity import Caller, Role
from shared.messaging.once import Once

MAX_EXTRACT = 10_000
EXTRACT_FIELDS = ("number", "service_code", "channel", "issued_on", "nib")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractFilter:
    """Which licences a reply carries: of these services, issued on these days."""

    service_codes: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToDataRequest:
    """A number is given only for a letter that was written before; else the system numbers it."""

    caller: Caller
    request_id: UUID
    unit: str
    recipients: tuple[str, ...] = ()
    number: str | None = None
    dated_on: date | None = None
    extract: ExtractFilter | None = None
    fields: tuple[str, ...] = ()
    personal_fields: tuple[str, ...] = ()
    count: int = 0
    legal_basis: str | None = None
    purpose: str | None = None
    expected_version: int | None = None
    once: Once | None = None


async def reply_to_data_request(command: ReplyToDataRequest, ports: Ports) -> DataRequest:
    """The closed request; raises DisclosureWithoutBasis, AlreadyReplied, LetterNumberUsed."""
    command.caller.require(Role.FRONT_OFFICE, Role.HEAD)
    async with ports.begin(command.caller, once=command.once) as work:
        request = await work.data_requests.get(command.request_id)
        office = await work.offices.find(request.office_code)
        if office is None:
            raise OfficeUnknown
        dated_on = _dated_on(command, request, office.today(work.now))
        lines = await _extract(command, office, work)
        # The rules decide before a number is spent.
        request.replied(_reply(command, request, lines, number="", dated_on=dated_on))
        number = await _number(command, office, dated_on, work)
        reply = _reply(command, request, lines, number=number, dated_on=dated_on)
        replied = request.replied(reply)
        await work.data_requests.save(replied, expected_version=command.expected_version)
        await work.progress.heard(office.code, MODEL, work.now)
        return work.answer(replied)


def _dated_on(command: ReplyToDataRequest, request: DataRequest, today: date) -> date:
    dated_on = command.dated_on or today
    if dated_on > today:
        raise InvalidRequest(pointers=(("/dated_on", "in_future"),))
    if dated_on < request.received_on:
        raise InvalidRequest(pointers=(("/dated_on", "before_received_on"),))
    return dated_on


async def _extract(
    command: ReplyToDataRequest, office: Office, work: Work
) -> tuple[ExtractLine, ...]:
    wanted = command.extract
    if wanted is None:
        return ()
    if wanted.last < wanted.first:
        raise InvalidRequest(pointers=(("/extract/to", "before_from"),))
    lines = await work.issuances.extract(
        office.code, wanted.service_codes, wanted.first, wanted.last, MAX_EXTRACT + 1
    )
    if len(lines) > MAX_EXTRACT:
        raise TooLarge
    return tuple(lines)


async def _number(command: ReplyToDataRequest, office: Office, dated_on: date, work: Work) -> str:
    if command.number is not None:
        check_number(command.number, dated_on)
        return command.number
    sequence = await work.data_requests.next_number(office.code, dated_on.year)
    return reply_number(
        sequence=sequence, office=office.number_code, unit=command.unit, dated_on=dated_on
    )


def _reply(
    command: ReplyToDataRequest,
    request: DataRequest,
    lines: tuple[ExtractLine, ...],
    *,
    number: str,
    dated_on: date,
) -> Reply:
    fields = command.fields or (EXTRACT_FIELDS if command.extract else ())
    return Reply(
        number=number,
        dated_on=dated_on,
        recipients=command.recipients or (request.sender,),
        disclosure=Disclosure(
            fields=fields,
            personal_fields=command.personal_fields,
            count=len(lines) if command.extract else command.count,
            legal_basis=command.legal_basis,
            purpose=command.purpose,
            extract=lines,
        ),
    )
