"""Taking a step up, giving it back, giving it to somebody else. Nothing else changes by it: the
application keeps its version, its clock and its status."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from permit_service.application.access import Right
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, opened
from permit_service.domain.application import Application
from permit_service.domain.step_claim import (
    Ending,
    StepClaim,
    Task,
    claim_lifetime,
    held,
    released,
    replaced_by,
    require_open,
)
from shared.errors import Forbidden, InvalidRequest
from shared.identity import STAFF, Caller, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStep(Step):
    """`takes_over` is a superior's word that somebody else's claim ends."""

    task: Task
    takes_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignStep(Step):
    """`username` is the colleague who gets the step."""

    task: Task
    username: str


async def claim_step(command: HoldStep, ports: Ports) -> Dossier:
    """The caller holds the step; held already, it is held anew. Raises HeldByAnother."""
    command.caller.require(*STAFF)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work, right=_worker_of(command.task))
        caller, task = command.caller, command.task
        require_open(dossier.application, task)
        over = replaced_by(
            dossier.claims, task, caller, now=work.now, takes_over=command.takes_over
        )
        claim = _claim(dossier, task, ports, holder=caller.actor, name=caller.username)
        return await _exchanged(dossier, over, claim, work)


def _worker_of(task: Task) -> Right:
    def require(_: Application, caller: Caller) -> None:
        if not task.may_be_worked_by(caller.roles, caller.agency):
            raise Forbidden

    return require


async def release_step(command: HoldStep, ports: Ports) -> Dossier:
    """Given back by its holder or by a superior. Raises NotHeld, HeldByAnother."""
    command.caller.require(*STAFF)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        over = released(dossier.claims, command.task, command.caller, now=work.now)
        return await _exchanged(dossier, over, None, work)


async def reassign_step(command: ReassignStep, ports: Ports) -> Dossier:
    """By the licensing official; raises InvalidRequest for somebody whose step it cannot be."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
        office = (await opened(command, reading)).office.code
    colleague = await ports.directory.colleague(command.username, office_code=office)
    if colleague is None or not command.task.may_be_worked_by(colleague.roles, colleague.agency):
        raise InvalidRequest(pointers=(("/username", "not_their_step"),))
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        require_open(dossier.application, command.task)
        before = held(dossier.claims, command.task)
        over = before and before.ended(Ending.REASSIGNED, by=work.actor, at=work.now)
        claim = _claim(
            dossier, command.task, ports, holder=colleague.account_id, name=colleague.username
        )
        return await _exchanged(dossier, over, claim, work)


async def release_steps_of(holders: Sequence[str], work: Work) -> None:
    """Everything that these accounts hold is free: they are closed."""
    for holder in holders:
        for claim in await work.claims.of_holder(holder):
            await work.claims.end(claim.ended(Ending.ACCOUNT_CLOSED, by=work.actor, at=work.now))


def _claim(
    dossier: Dossier, task: Task, ports: Ports, *, holder: str, name: str | None
) -> StepClaim:
    now: datetime = dossier.now
    return StepClaim(
        id=ports.new_id(),
        application_id=dossier.application.id,
        office_code=dossier.office.code,
        task=task,
        holder=holder,
        holder_name=name or holder,
        claimed_at=now,
        expires_at=now + claim_lifetime(dossier.today),
    )


async def _exchanged(
    dossier: Dossier, over: StepClaim | None, new: StepClaim | None, work: Work
) -> Dossier:
    """One claim for another, either of which may be missing."""
    left = [one for one in dossier.claims if over is None or one.id != over.id]
    if over is not None:
        await work.claims.end(over)
    if new is not None:
        await work.claims.add(new)
        left.append(new)
    return work.answer(replace(dossier, claims=tuple(left)))
