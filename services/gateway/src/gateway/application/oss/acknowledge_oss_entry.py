"""An officer has entered it in OSS, and says what OSS answered."""

from dataclasses import dataclass
from uuid import UUID

from gateway.application.oss.entry_ports import OssEntryPorts
from gateway.application.oss.read_oss_entries import ENTERERS
from gateway.domain.oss.entry import OssEntry, OssValue
from shared.contracts.gateway_oss import OssEntryAcknowledgedV1
from shared.errors import StaleVersion
from shared.identity import Caller
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeOssEntry:
    """`value` is the compliance that OSS determined of an assessment (Ps 11(4))."""

    caller: Caller
    entry_id: UUID
    reference: str
    value: OssValue | None = None
    expected_version: int | None = None
    once: Once | None = None


async def acknowledge_oss_entry(command: AcknowledgeOssEntry, ports: OssEntryPorts) -> OssEntry:
    """Raises Forbidden, NotFound, StaleVersion, TransitionNotAllowed, ValueNotAsked."""
    command.caller.require(*ENTERERS)
    async with ports.begin(command.caller, once=command.once) as work:
        entry = await work.oss_entries.get(command.entry_id)
        if command.expected_version not in (None, entry.version):
            raise StaleVersion
        entry = await work.oss_entries.save(
            entry.entered(
                reference=command.reference,
                value=command.value,
                by=command.caller.actor,
                at=work.now,
            )
        )
        work.events.add(
            OssEntryAcknowledgedV1(
                office_code=entry.office_code,
                entry_id=entry.id,
                kind=entry.kind.value,
                matter_id=entry.matter_id,
                oss_rating=None if entry.oss_value is None else entry.oss_value.value,
                entered_at=work.now,
            )
        )
        return work.answer(entry)
