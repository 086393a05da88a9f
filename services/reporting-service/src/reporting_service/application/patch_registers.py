"""Fills in the registers of complaints, outages and sanctions from facts, in whatever order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from reporting_service.application.ports import Work
from reporting_service.domain.register import Complaint, Outage, Sanction


async def patch_complaints(office: str, complaints: Sequence[Complaint], work: Work) -> None:
    """Each carries what one fact says."""
    await work.registers.patch_complaints(office, complaints)


async def patch_outages(office: str, outages: Sequence[Outage], work: Work) -> None:
    """An end may be heard of before its beginning: it carries both."""
    await work.registers.patch_outages(office, outages)


async def patch_sanctions(office: str, sanctions: Sequence[Sanction], work: Work) -> None:
    """The latest rung stands."""
    await work.registers.patch_sanctions(office, sanctions)


async def lift_sanctions(office: str, lifted: Mapping[UUID, datetime], work: Work) -> None:
    """Lifted is lifted, also before the sanction itself was heard of."""
    await work.registers.lift_sanctions(office, lifted)
