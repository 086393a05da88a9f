"""What was issued on a channel, for the service that compares it with an outside system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permit_service.application.intake_ports import IssuedHere
from permit_service.application.ports import Ports
from permit_service.domain.service import Channel
from shared.identity import system_caller


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedQuery:
    """Both days are included."""

    office_code: str
    channel: Channel
    first_day: date
    last_day: date
    after: UUID | None
    limit: int


async def read_issued(query: IssuedQuery, ports: Ports) -> Sequence[IssuedHere]:
    """By id, one more than the limit; numbers and days only."""
    async with ports.read(system_caller("permit", query.office_code)) as reading:
        return await reading.issued_licences.issued(
            query.office_code,
            query.channel,
            first_day=query.first_day,
            last_day=query.last_day,
            after=query.after,
            limit=query.limit,
        )
