"""Enters a letter that asks for data; lists and shows the register."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reporting_service.application.ports import Ports
from reporting_service.domain.data_request import DataRequest, RequesterType
from reporting_service.domain.errors import OfficeUnknown
from shared.errors import InvalidRequest, NotFound
from shared.identity import STAFF, Caller, Role
from shared.messaging.once import Once

MODEL = "data_requests"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterDataRequest:
    """Without a day of arrival it is today's letter."""

    caller: Caller
    office_code: str
    requester_type: RequesterType
    sender: str
    subject: str
    received_on: date | None = None
    letter_number: str | None = None
    letter_date: date | None = None
    once: Once | None = None


async def enter_data_request(command: EnterDataRequest, ports: Ports) -> DataRequest:
    """The letter as it stands in the register; refuses one that has not arrived yet."""
    command.caller.require(Role.FRONT_OFFICE, Role.HEAD)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.find(command.office_code)
        if office is None:
            raise OfficeUnknown
        today = office.today(work.now)
        received_on = command.received_on or today
        if received_on > today:
            raise InvalidRequest(pointers=(("/received_on", "in_future"),))
        if command.letter_date is not None and command.letter_date > received_on:
            raise InvalidRequest(pointers=(("/letter_date", "after_received_on"),))
        request = DataRequest(
            id=ports.new_id(),
            office_code=office.code,
            requester_type=command.requester_type,
            sender=command.sender,
            subject=command.subject,
            received_on=received_on,
            letter_number=command.letter_number,
            letter_date=command.letter_date,
        )
        await work.data_requests.add(request)
        await work.progress.heard(office.code, MODEL, work.now)
        return work.answer(request)


async def find_data_request(request_id: UUID, caller: Caller, ports: Ports) -> DataRequest:
    """The letter; raises NotFound for another office's."""
    caller.require(*STAFF)
    async with ports.read(caller) as work:
        return await work.data_requests.find(request_id)


async def extract_of_reply(request_id: UUID, caller: Caller, ports: Ports) -> bytes:
    """The licences that the reply carries; raises NotFound while there is no reply with any."""
    request = await find_data_request(request_id, caller, ports)
    if request.reply is None or not request.reply.disclosure.extract:
        raise NotFound
    return await ports.renderer.extract(request)


async def extract_on_paper(request_id: UUID, caller: Caller, ports: Ports) -> bytes:
    """The same as the annex of the numbered letter; raises NotFound, OfficeUnknown."""
    request = await find_data_request(request_id, caller, ports)
    if request.reply is None or not request.reply.disclosure.extract:
        raise NotFound
    async with ports.read(caller) as work:
        office = await work.offices.find(request.office_code)
    if office is None:
        raise OfficeUnknown
    letterhead = await ports.directory.letterhead(office.code)
    return await ports.renderer.extract_on_paper(request, office, letterhead)


async def list_data_requests(
    office_code: str, caller: Caller, after: tuple[date, UUID] | None, limit: int, ports: Ports
) -> list[DataRequest]:
    """Letters by day of arrival, one more than the page shows."""
    caller.require(*STAFF)
    async with ports.read(caller) as work:
        return list(await work.data_requests.page(office_code, after, limit + 1))
