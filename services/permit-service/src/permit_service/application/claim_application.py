"""An assisted applicant takes over the application with the code from the mail."""

from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.draft_application import CLAIM
from permit_service.application.ports import Ports
from permit_service.domain.counter import require_claim_code_in_time
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimApplication:
    """`code` is what the applicant was sent; only its fingerprint is kept."""

    caller: Caller
    application_id: UUID
    code: str
    once: Once | None = None


async def claim_application(command: ClaimApplication, ports: Ports) -> Dossier:
    """The caller becomes the owner; raises NotFound for a wrong code, TooManyWrongCodes after
    some of them, ClaimCodeExpired, AlreadyClaimed."""
    command.caller.require(Role.APPLICANT)
    fingerprint = ports.secrets.fingerprint(command.code)
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
        target = await reading.tokens.find(CLAIM, fingerprint.hex())
    if target is None or target.target != command.application_id:
        await _count_wrong(command, ports)
        raise NotFound
    async with ports.begin(command.caller) as work:
        (await work.wrong_codes.of(command.caller.actor, now=work.now)).require_patience(
            now=work.now
        )
    # The code opens this one office's row to somebody who does not own it yet.
    admitted = replace(command.caller, offices=(target.office_code,))
    async with ports.begin(admitted, once=command.once) as work:
        dossier = await work.dossier(command.application_id)
        before = dossier.application
        require_claim_code_in_time(before.created_at, now=work.now)
        claimed = await work.applications.save(
            before.claimed(by=command.caller.actor), before=before
        )
        if dossier.licence is not None:
            await work.licences.save(replace(dossier.licence, owner=claimed.owner))
        return work.answer(dossier.with_(claimed))


async def _count_wrong(command: ClaimApplication, ports: Ports) -> None:
    """In a transaction of its own: the refusal must not take it back."""
    async with ports.begin(command.caller) as work:
        wrong = await work.wrong_codes.of(command.caller.actor, now=work.now)
        wrong.require_patience(now=work.now)
        await work.wrong_codes.save(wrong.one_more(now=work.now))
