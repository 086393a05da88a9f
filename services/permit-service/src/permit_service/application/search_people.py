"""An officer with a reason finds a person's applications by NIK, mail or phone.

What was looked for stands in no address, answer or log; that it was looked for, by whom and why,
is recorded in the transaction that looks.
"""

from dataclasses import dataclass, field
from uuid import UUID

from permit_service.application.access import VALIDATORS
from permit_service.application.listing import ApplicationRow
from permit_service.application.person_search_ports import (
    FoundApplication,
    PersonSearch,
    SearchKind,
    SearchPurpose,
)
from permit_service.application.ports import Ports
from permit_service.domain.nik import check_nik
from shared.database.access_log import Access
from shared.identity import Caller, Role
from shared.messaging.once import Once

SEARCHERS = (Role.FRONT_OFFICE, Role.HEAD, Role.ADMINISTRATOR, *VALIDATORS)
SUBJECT_TYPE = "application"
SEARCHED = "searched_by_"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPeople:
    """`reference` is the number of the case, where there is one."""

    caller: Caller
    kind: SearchKind
    value: str = field(repr=False)
    purpose: SearchPurpose
    reference: str | None = None
    once: Once | None = None


async def search_people(command: SearchPeople, ports: Ports) -> list[ApplicationRow]:
    """The applications of the caller's office; raises Forbidden for those without the right, and
    NikNotValid for what cannot be a NIK."""
    command.caller.require(*SEARCHERS)
    if command.kind is SearchKind.NIK:
        check_nik(command.value, today=ports.clock.now().date(), pointer="/nik")
    search = PersonSearch(kind=command.kind, value=command.value, offices=command.caller.offices)
    async with ports.begin(command.caller, once=command.once) as work:
        found = await work.people.find(search)
        await work.record_access(*_accesses(command, found))
        return work.answer([one.row for one in found])


def _accesses(command: SearchPeople, found: list[FoundApplication]) -> list[Access]:
    """One per application; one per office where nothing was found, since that tells too."""
    if not found:
        return [_access(command, office, None, None) for office in command.caller.offices]
    return [_access(command, one.row.office_code, one.row.id, one.owner) for one in found]


def _access(
    command: SearchPeople, office_code: str, application_id: UUID | None, owner: str | None
) -> Access:
    return Access(
        office_code=office_code,
        subject_type=SUBJECT_TYPE,
        subject=application_id,
        owner=owner,
        fields=("name", f"{SEARCHED}{command.kind}"),
        purpose=command.purpose.value,
        reference=command.reference,
    )
