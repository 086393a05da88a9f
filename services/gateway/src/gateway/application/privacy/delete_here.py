"""What the gateway itself keeps sealed of a person who asks for deletion: what OSS told of their
business, and what they handed in at SiCANTIK and nobody has taken over.

What the register of businesses stands on is kept, what it does not stand on any more goes; what the
permit service has in hand is under way, the rest is a copy that nobody needs.
"""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from gateway.application.privacy.deletion_ports import DeletionPorts, DeletionStores
from gateway.domain.privacy.deletion_request import DeletionRequest, Part, PartOutcome
from gateway.domain.sicantik.intake import Intake
from shared.identity import Caller, Role, system_caller

SERVICE = "gateway"
BATCH = 100

Is = Callable[[Intake], bool]


async def parts_here(
    request: DeletionRequest, nibs: Collection[str], ports: DeletionPorts, *, dry_run: bool
) -> list[Part]:
    """How things stand; `nibs` are those of the person's applications. What was destroyed for this
    request before counts as destroyed."""
    caller = system_caller(SERVICE, request.office_code)
    is_theirs, own_nibs = await _known(request, ports)
    known = sorted({*nibs, *own_nibs})
    if not dry_run:
        await _destroy(request, known, is_theirs, caller, ports)
    async with ports.read(caller) as stores:
        messages = await stores.oss_messages.held(known)
        waiting = await _theirs(is_theirs, stores)
        gone_messages = await stores.oss_messages.destroyed_for(request.id)
        gone_intakes = await stores.intakes.destroyed_for(request.id)
    under_way = sum(one.is_under_way for one in waiting)
    return [
        *_part("oss_messages", gone_messages + messages.overtaken),
        *_part("oss_messages", messages.standing, reason="business_register"),
        *_part("sicantik_applications", gone_intakes + len(waiting) - under_way),
        *_part("sicantik_applications", under_way, reason="application_in_progress"),
    ]


def _part(part: str, count: int, *, reason: str | None = None) -> list[Part]:
    if count == 0:
        return []
    outcome = PartOutcome.DESTROYED if reason is None else PartOutcome.KEPT
    return [Part(service=SERVICE, part=part, outcome=outcome, count=count, reason=reason)]


async def _known(request: DeletionRequest, ports: DeletionPorts) -> tuple[Is, tuple[str, ...]]:
    """Which intakes are the person's, by mail address and telephone, and the account's NIBs."""
    email, phone = request.requester.email, None
    nibs: tuple[str, ...] = ()
    if request.account_id is not None:
        # As its owner: an applicant's particulars are nobody else's to read.
        owner = Caller(actor=str(request.account_id), roles=frozenset({Role.SYSTEM}))
        async with ports.read(owner) as stores:
            nibs = (await stores.accounts.get(request.account_id)).nibs
            profile = await stores.profiles.get(request.account_id)
            email, phone = profile.email or email, profile.phone

    def is_theirs(intake: Intake) -> bool:
        return intake.content is not None and intake.content.is_of(email=email, phone=phone)

    return is_theirs, nibs


async def _destroy(
    request: DeletionRequest,
    nibs: Collection[str],
    is_theirs: Is,
    caller: Caller,
    ports: DeletionPorts,
) -> None:
    async with ports.begin(caller) as work:
        await work.oss_messages.destroy_overtaken(nibs, request_id=request.id)
    after: UUID | None = None
    while True:
        async with ports.begin(caller) as work:
            found = await work.intakes.with_content(after=after, limit=BATCH)
            for one in found:
                if is_theirs(one) and not one.is_under_way:
                    await work.intakes.save(one.destroyed(request.id, at=work.now))
        if len(found) < BATCH:
            return
        after = found[-1].id


async def _theirs(is_theirs: Is, stores: DeletionStores) -> Sequence[Intake]:
    theirs: list[Intake] = []
    after: UUID | None = None
    while True:
        found = await stores.intakes.with_content(after=after, limit=BATCH)
        theirs += [one for one in found if is_theirs(one)]
        if len(found) < BATCH:
            return theirs
        after = found[-1].id
