"""What the office may see and ask of OSS: its records, businesses, code lists; and what the
inspection service asks of a business that OSS told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gateway.application.oss.intake_ports import KnownPermit, OssIntakePorts
from gateway.application.oss.receive_oss_message import (
    OssAnswer,
    ReceiveOssMessage,
    receive_told_business,
)
from gateway.application.oss.record_ports import NibLine, Oss, OssSendingPorts, Reference
from gateway.domain.errors import NotConnected
from gateway.domain.oss.business import ToldBusiness, read_business
from gateway.domain.oss.codes import Method
from gateway.domain.oss.record import OssRecord, RecordState
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller
from shared.messaging.once import Once

_OFFICIALS = (Role.ADMINISTRATOR, Role.LICENSING_OFFICIAL, Role.BACK_OFFICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InquireNib:
    """An official has a NIB fetched from OSS."""

    caller: Caller
    office_code: str
    nib: str
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRecord:
    """A record, with the entry by which its fact is entered by hand where no method takes it."""

    record: OssRecord
    entry_id: UUID | None


async def list_oss_records(
    caller: Caller,
    ports: OssSendingPorts,
    *,
    state: RecordState | None,
    before: UUID | None,
    limit: int,
) -> Sequence[ListedRecord]:
    """Newest first, one more than the limit."""
    caller.require(*_OFFICIALS)
    async with ports.read(caller) as stores:
        records = await stores.oss_records.page(state=state, before=before, limit=limit)
        entries = await stores.oss_entries.of_events({one.event_id for one in records})
        return [ListedRecord(record=one, entry_id=entries.get(one.event_id)) for one in records]


async def count_backlog(caller: Caller, office_code: str, ports: OssSendingPorts) -> int:
    """What waits to be sent. Without a connection nothing does: it is kept, and shown as such."""
    if ports.oss is None:
        return 0
    async with ports.read(caller) as stores:
        return await stores.oss_records.count_waiting(office_code)


async def check_nib(caller: Caller, office_code: str, nib: str, ports: OssSendingPorts) -> NibLine:
    """`checkNIB`. Raises NotConnected, OutsideSystemRefused, Unavailable."""
    oss = _connected(caller, office_code, ports)
    found: NibLine = await ports.guard(office_code, lambda: oss.nib_line(nib))
    return found


async def read_references(
    caller: Caller, office_code: str, list_code: str, ports: OssSendingPorts
) -> Sequence[Reference]:
    """`getDataReferensi`. Raises NotConnected, OutsideSystemRefused, Unavailable."""
    oss = _connected(caller, office_code, ports)
    found: Sequence[Reference] = await ports.guard(office_code, lambda: oss.references(list_code))
    return found


async def inquire_nib(
    command: InquireNib, intake: OssIntakePorts, ports: OssSendingPorts
) -> OssAnswer:
    """`inqueryNIB`, taken in as if OSS had told it. Raises as `check_nib`."""
    oss = _connected(command.caller, command.office_code, ports)
    found = await ports.guard(command.office_code, lambda: oss.business(command.nib))
    return await receive_told_business(
        ReceiveOssMessage(
            caller=command.caller,
            method=Method.RECEIVE_NIB,
            body={"dataNIB": dict(found)},
            once=command.once,
        ),
        intake,
    )


async def business_for_service(office_code: str, nib: str, ports: OssIntakePorts) -> ToldBusiness:
    """As OSS last told it; raises NotFound."""
    async with ports.read(system_caller("gateway", office_code)) as stores:
        standing = await stores.oss_businesses.standing(office_code, nib)
    told = None if standing is None else read_business(standing.method, standing.body)
    if told is None:
        raise NotFound
    return told


async def permit_for_service(office_code: str, id_izin: str, ports: OssIntakePorts) -> KnownPermit:
    """A permit that OSS opened, with the document that it issued; raises NotFound."""
    async with ports.read(system_caller("gateway", office_code)) as stores:
        found = await stores.oss_permits.find(id_izin)
    if found is None:
        raise NotFound
    return found


def _connected(caller: Caller, office_code: str, ports: OssSendingPorts) -> Oss:
    caller.require(*_OFFICIALS)
    if not caller.sees(office_code):
        raise NotFound
    if ports.oss is None:
        raise NotConnected
    return ports.oss
