"""The register that an office's book is entered into, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from permit_service.application.sign_licence import LICENCE, LICENCE_ID
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.licence import Licence
from permit_service.testing.shelves import Shelves, sees
from shared.identity import Caller


@dataclass(frozen=True, slots=True)
class MemoryLicenceBook:
    """The register of licences, many at a time."""

    shelves: Shelves
    caller: Caller

    async def under(self, office_code: str, numbers: Sequence[str]) -> Mapping[str, Licence]:
        """Those that an office keeps under these numbers."""
        return {
            one.number: one
            for one in self.shelves.licences.values()
            if one.office_code == office_code
            and one.number in numbers
            and sees(self.caller, one.office_code, one.owner)
        }

    async def enter(self, licences: Sequence[Licence]) -> list[Licence]:
        """Keeps those whose number is not taken, with their public tokens; returns them."""
        taken = {(one.office_code, one.number) for one in self.shelves.licences.values()}
        entered = [one for one in licences if (one.office_code, one.number) not in taken]
        for one in entered:
            self.shelves.licences[one.id] = one
            target = TokenTarget(office_code=one.office_code, target=one.id)
            self.shelves.tokens[LICENCE, one.verification_token] = target
            self.shelves.tokens[LICENCE_ID, str(one.id)] = target
        return entered
