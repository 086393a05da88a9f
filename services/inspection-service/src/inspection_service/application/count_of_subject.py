"""What the register of complaints holds of somebody who asks for deletion: a number. The register
is a file of supervision, which is kept; the door says so to whoever asked."""

from uuid import UUID

from inspection_service.application.ports import Ports
from shared.identity import Caller, Role

PAGE = 200


async def count_of_subject(account: UUID, office_code: str, caller: Caller, ports: Ports) -> int:
    """How many entries of an office an account has filed."""
    caller.require(Role.SYSTEM)
    # As the person: what they filed is theirs to see, in any office.
    person = Caller(actor=str(account), roles=frozenset({Role.APPLICANT}))
    counted, after = 0, None
    async with ports.read(person) as stores:
        while found := await stores.complaints.register(status=None, after=after, limit=PAGE):
            counted += sum(one.office_code == office_code for one in found)
            after = found[-1].id
    return counted
