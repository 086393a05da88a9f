"""Carries out what was granted: each service is asked for its part, then the account is closed
where nothing is kept that needs it.

No transaction is open while a service is asked. Every answer says how things stand, so that what
broke off, or is done by two workers at once, ends the same; the entry is written once, by whoever
comes first. A service that is away leaves the request granted, and it is taken up again.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from gateway.application.privacy.delete_here import parts_here
from gateway.application.privacy.deletion_letters import letter
from gateway.application.privacy.deletion_ports import DeletionPorts, DeletionWork
from gateway.application.privacy.forget_closed_accounts import UNUSABLE
from gateway.domain.accounts.account import Profile
from gateway.domain.notification import Kind, State
from gateway.domain.privacy.deletion_request import DeletionRequest, Part, PartOutcome, RequestState
from shared.contracts.gateway_privacy import DeletionCarriedOutV1
from shared.errors import Refusal, TransitionNotAllowed
from shared.identity import ANYBODY, Caller, Role, system_caller
from shared.telemetry import logger

log = logger(__name__)

SERVICE, PERMIT, SURVEY, INSPECTION = "gateway", "permit", "survey", "inspection"
AT_ONCE = 100
# A mail that nobody took for so long is given up, and its receiver forgotten.
FORGOTTEN_AFTER = timedelta(days=30)


async def carry_out_deletions(ports: DeletionPorts) -> int:
    """How many requests were carried out now, in all offices."""
    async with ports.read(ANYBODY) as stores:
        offices = [one.code for one in await stores.offices.all()]
    done = 0
    for office in offices:
        caller = system_caller(SERVICE, office)
        async with ports.read(caller) as stores:
            waiting = await stores.deletions.to_do(limit=AT_ONCE)
        for one in waiting:
            done += await _go_on(one, caller, tuple(offices), ports)
    return done


async def _go_on(
    request_id: UUID, caller: Caller, offices: tuple[str, ...], ports: DeletionPorts
) -> int:
    async with ports.read(caller) as stores:
        request = await stores.deletions.get(request_id)
    if request.state is not RequestState.GRANTED:
        await _forget_requester(request_id, caller, ports)
        return 0
    try:
        parts = await parts_of(request, ports, dry_run=False)
        parts += await _account(request, offices, ports)
    except Refusal as refusal:
        # Away, or another worker was faster: it is taken up again.
        log.info("deletion_waits", request=str(request_id), code=refusal.code)
        return 0
    return await _finish(request_id, parts, caller, ports)


async def parts_of(request: DeletionRequest, ports: DeletionPorts, *, dry_run: bool) -> list[Part]:
    """What each service holds of the person and what becomes of it; raises Unavailable."""
    # Looked at first: once its file is destroyed, nobody knows a person's NIB.
    files = [one async for one in _applications(request, ports, dry_run=True)]
    nibs = {one["nib"] for one in files if one.get("nib")}
    here = await parts_here(request, nibs, ports, dry_run=dry_run)
    if not dry_run:
        files = [one async for one in _applications(request, ports, dry_run=False)]
    parts = [*_files(files), *here]
    if request.account_id is not None:
        answer = await ports.siblings.ask(
            INSPECTION,
            "GET",
            f"/internal/accounts/{request.account_id}/complaints",
            query={"office_code": request.office_code},
        )
        filed = answer.require()["count"]
        parts += _kept(INSPECTION, "complaints", filed, "supervision_file")
    return [*parts, _UNIDENTIFIED, _READERS]


# Answers cannot be led back to people; who read what is proof, and names accounts alone.
_UNIDENTIFIED = Part(
    service=SURVEY, part="survey_answers", outcome=PartOutcome.NOT_IDENTIFIED, count=0
)
_READERS = Part(
    service=SERVICE,
    part="access_log",
    outcome=PartOutcome.KEPT,
    count=0,
    reason="proof_of_who_read",
)


def _kept(service: str, part: str, count: int, reason: str) -> list[Part]:
    if count == 0:
        return []
    return [Part(service=service, part=part, outcome=PartOutcome.KEPT, count=count, reason=reason)]


async def _applications(
    request: DeletionRequest, ports: DeletionPorts, *, dry_run: bool
) -> AsyncIterator[dict[str, Any]]:
    """Batch by batch, as the permit service gives them."""
    after = None
    while True:
        found = (
            await ports.siblings.ask(
                PERMIT, "POST", "/internal/deletions", json=_asked(request, after, dry_run=dry_run)
            )
        ).require()
        for one in found["items"]:
            yield one
        if found["is_last"]:
            return
        after = found["items"][-1]["application_id"]


def _files(applications: Iterable[dict[str, Any]]) -> list[Part]:
    kept: Counter[str] = Counter()
    destroyed = licences = 0
    for one in applications:
        destroyed += one["is_destroyed"]
        licences += one["has_licence"]
        kept.update([one["kept_because"]] if one["kept_because"] else [])
    parts = [
        Part(service=PERMIT, part="applications", outcome=PartOutcome.DESTROYED, count=destroyed)
    ]
    for reason, count in sorted(kept.items()):
        parts += _kept(PERMIT, "applications", count, reason)
    return parts + _kept(PERMIT, "licence_register", licences, "public_verification")


def _asked(request: DeletionRequest, after: str | None, *, dry_run: bool) -> dict[str, object]:
    account = request.account_id
    return {
        "request_id": str(request.id),
        "office_code": request.office_code,
        "account": None if account is None else str(account),
        "applications": [str(one) for one in request.applications],
        "after": after,
        "dry_run": dry_run,
    }


async def _account(
    request: DeletionRequest, offices: tuple[str, ...], ports: DeletionPorts
) -> list[Part]:
    """Closed and emptied where no office keeps a file that says whose it is."""
    account_id = request.account_id
    if account_id is None:
        return []
    answer = await ports.siblings.ask(
        PERMIT,
        "GET",
        f"/internal/accounts/{account_id}/standing",
        query={"offices": ",".join(offices)},
    )
    standing = answer.require()
    if standing["is_held"]:
        return _kept(SERVICE, "account", 1, "legal_hold")
    if standing["files"]:
        return _kept(SERVICE, "account", 1, "files_are_kept")
    await _close_account(account_id, ports)
    return [Part(service=SERVICE, part="account", outcome=PartOutcome.DESTROYED, count=1)]


async def _close_account(account_id: UUID, ports: DeletionPorts) -> None:
    """Nobody signs in any more, and the account says of nobody whose it was."""
    # As its owner: an applicant's particulars are nobody else's to write.
    owner = Caller(actor=str(account_id), roles=frozenset({Role.SYSTEM}))
    async with ports.begin(owner) as work:
        account = await work.accounts.get(account_id)
        if not account.is_active:
            return
        await work.accounts.save(
            replace(
                account,
                username=f"deleted.{account_id.hex}",
                nibs=(),
                is_active=False,
                closed_at=work.now,
            )
        )
        await work.accounts.set_password(account_id, password_hash=UNUSABLE)
        await work.profiles.save(Profile(account_id=account_id, full_name=""))
        await work.representations.end_all(account_id, at=work.now)
        await work.sessions.revoke_all(account_id, at=work.now)


async def _finish(
    request_id: UUID, parts: Sequence[Part], caller: Caller, ports: DeletionPorts
) -> int:
    async with ports.begin(caller) as work:
        try:
            request = (await work.deletions.get(request_id)).carried_out(tuple(parts), at=work.now)
        except TransitionNotAllowed:
            return 0
        request = await work.deletions.save(request)
        await work.notifications.plan([letter(request, Kind.DELETION_CARRIED_OUT, at=work.now)])
        work.events.add(
            DeletionCarriedOutV1(
                office_code=request.office_code,
                request_id=request.id,
                destroyed=_count(parts, PartOutcome.DESTROYED),
                kept=_count(parts, PartOutcome.KEPT),
                carried_out_at=work.now,
            )
        )
        return 1


def _count(parts: Sequence[Part], outcome: PartOutcome) -> int:
    return sum(one.count for one in parts if one.outcome is outcome)


async def _forget_requester(request_id: UUID, caller: Caller, ports: DeletionPorts) -> None:
    """Once everything was told, or was not to be told for a month."""
    async with ports.begin(caller) as work:
        request = await work.deletions.get(request_id)
        ended_at = request.ended_at
        if request.told_at is not None or request.is_open or ended_at is None:
            return
        is_old = work.now - ended_at > FORGOTTEN_AFTER
        if not is_old and not await _is_told(request_id, work):
            return
        await work.deletions.save(request.told(at=work.now))


async def _is_told(request_id: UUID, work: DeletionWork) -> bool:
    """Whether none of its mails waits, or was given up: those can be tried again."""
    for state in (State.WAITING, State.DEAD):
        if await work.notifications.listed(state=state, subject_id=request_id, after=None, limit=1):
            return False
    return True
