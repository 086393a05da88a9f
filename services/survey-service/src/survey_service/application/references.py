"""How a citizen's link or receipt, and a clerk's application id, lead to an application."""

import re
from dataclasses import dataclass
from uuid import UUID

from shared.errors import NotFound
from shared.identity import ANYBODY, Caller, system_caller
from survey_service.application.ports import Ports

_REFERENCE = re.compile(r"[A-Za-z0-9._/-]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where a reference leads. `by_receipt` tells the office's device from the mailed link."""

    office_code: str
    application_id: UUID
    by_receipt: bool


def application_reference(application_id: UUID) -> str:
    """The application's own id."""
    return f"application:{application_id}"


def receipt_reference(receipt_number: str) -> str:
    """The number on the receipt, in whatever case it was typed."""
    return f"receipt:{receipt_number.strip().upper()}"


def invitation_reference(invitation_id: UUID) -> str:
    """The id behind a link's token."""
    return f"invitation:{invitation_id}"


def at_office(office_code: str) -> Caller:
    """This service, acting for one office in a citizen's place."""
    return system_caller("survey", office_code)


async def find_door(reference: str, ports: Ports) -> Door:
    """The application behind a link's token or a receipt number; raises NotFound for a forged
    one, and for one that leads nowhere."""
    reference = reference.strip()
    if _REFERENCE.fullmatch(reference) is None:
        raise NotFound
    try:
        kept, by_receipt = invitation_reference(ports.links.link_target(reference)), False
    except NotFound:
        kept, by_receipt = receipt_reference(reference), True
    async with ports.read(ANYBODY) as reading:
        located = await reading.references.locate(kept)
    if located is None:
        raise NotFound
    return Door(
        office_code=located.office_code,
        application_id=located.application_id,
        by_receipt=by_receipt,
    )
