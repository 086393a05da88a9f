"""Somebody claims that their account represents a business, and returns the code that proves it.

Whether a code was sent is told to nobody who asks: else everybody could learn whose NIK OSS has
behind which NIB.
"""

import hmac
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from gateway.application.accounts.representation_facts import tell_granted
from gateway.application.accounts.representation_ports import (
    RepresentationPorts,
    RepresentationWork,
    admitted,
    code_target,
)
from gateway.domain.accounts.representation import (
    MAX_CLAIMS_A_DAY,
    CodeNotRight,
    Representation,
    RepresentationState,
)
from gateway.domain.errors import RateLimited
from gateway.domain.notification import BUSINESS, Channel, Kind, Notification, planned
from gateway.domain.oss.responsible import responsible_with
from shared.errors import InvalidRequest, NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBusiness:
    """At which office the business is known, or will be proved."""

    caller: Caller
    office_code: str
    nib: str
    once: Once | None = None


async def claim_business(command: ClaimBusiness, ports: RepresentationPorts) -> Representation:
    """Raises AlreadyClaimed, RateLimited; InvalidRequest for an office that there is not."""
    command.caller.require(Role.APPLICANT)
    # The office's own copy of what OSS told is read for this one comparison.
    claimant = replace(command.caller, offices=(command.office_code,))
    async with ports.begin(claimant, once=command.once) as work:
        await _require_office(command.office_code, work)
        account_id = command.caller.account_id
        if await work.representations.claimed_since(account_id, work.now - DAY) >= MAX_CLAIMS_A_DAY:
            raise RateLimited(retry_after_seconds=int(DAY.total_seconds()))
        profile = await work.profiles.get(account_id)
        claim = Representation(
            id=ports.new_id(),
            office_code=command.office_code,
            account_id=account_id,
            nib=command.nib,
            claimant_name=profile.full_name,
            claimed_at=work.now,
            is_sent_a_code=await _is_responsible(command, profile.nik, work),
        )
        await work.representations.add(claim)
        if claim.is_sent_a_code:
            await work.notifications.plan([_code(claim)])
        return work.answer(claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmClaim:
    """The code that reached the address which OSS has."""

    caller: Caller
    representation_id: UUID
    code: str = field(repr=False)
    expected_version: int | None = None
    once: Once | None = None


async def confirm_claim(command: ConfirmClaim, ports: RepresentationPorts) -> Representation:
    """By who claimed it. Raises CodeNotRight, CodeExpired, TransitionNotAllowed, NotFound."""
    command.caller.require(Role.APPLICANT)
    caller = await admitted(command.caller, command.representation_id, ports)
    async with ports.begin(caller, once=command.once) as work:
        claim = await work.representations.get(command.representation_id)
        if str(claim.account_id) != caller.actor:
            raise NotFound
        if command.expected_version not in (None, claim.version):
            raise StaleVersion
        right = ports.link_token(code_target(claim.id))
        is_right = hmac.compare_digest(right.encode(), command.code.strip().encode())
        if not (is_right and claim.is_sent_a_code):
            raise CodeNotRight
        await work.accounts.hold_nib(claim.nib)
        has_another = await work.accounts.is_represented(claim.nib, besides=claim.account_id)
        claim = await work.representations.save(
            claim.confirmed(has_another=has_another, at=work.now)
        )
        if claim.state is RepresentationState.GRANTED:
            await work.accounts.give_nib(claim.account_id, claim.nib)
            tell_granted(claim, work)
        return work.answer(claim)


async def _require_office(office_code: str, work: RepresentationWork) -> None:
    try:
        await work.offices.get(office_code)
    except NotFound:
        raise InvalidRequest(pointers=(("/office_code", "unknown"),)) from None


async def _is_responsible(
    command: ClaimBusiness, nik: str | None, work: RepresentationWork
) -> bool:
    told = await work.oss_businesses.standing(command.office_code, command.nib)
    if told is None or not nik:
        return False
    return responsible_with(told.method, told.body, nik=nik) is not None


def _code(claim: Representation) -> Notification:
    """To the address that OSS has: it is looked up when the mail is sent, the code made then."""
    return planned(
        event_id=claim.id,
        office_code=claim.office_code,
        kind=Kind.BUSINESS_CLAIM,
        subject_id=claim.id,
        receiver=BUSINESS,
        channel=Channel.MAIL,
        facts={"nib": claim.nib},
        at=claim.claimed_at,
    )
