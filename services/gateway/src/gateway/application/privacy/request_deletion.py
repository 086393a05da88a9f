"""A person asks an office for deletion, by themselves or at the counter; the office decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from gateway.application.privacy.deletion_letters import letter
from gateway.application.privacy.deletion_ports import DeletionPorts, DeletionWork
from gateway.domain.notification import Kind
from gateway.domain.privacy.deletion_request import (
    DeletionRequest,
    RequestChannel,
    Requester,
    RequestState,
    due_at,
)
from shared.contracts.gateway_privacy import DeletionRequestedV1
from shared.errors import InvalidRequest, NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

READERS = (Role.ADMINISTRATOR, Role.HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDeletion:
    """Of everything that an office keeps of the caller's account."""

    caller: Caller
    office_code: str
    language: Literal["id", "en"] = "id"
    words: str = field(default="", repr=False)
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDeletionRequest:
    """At the counter, for somebody without account: of applications whose papers they showed."""

    caller: Caller
    name: str = field(repr=False)
    email: str = field(repr=False)
    applications: tuple[UUID, ...]
    language: Literal["id", "en"] = "id"
    words: str = field(default="", repr=False)
    once: Once | None = None


async def request_deletion(command: RequestDeletion, ports: DeletionPorts) -> DeletionRequest:
    """Raises DeletionRequestedAlready; InvalidRequest for an office that there is not."""
    command.caller.require(Role.APPLICANT)
    # The notice is kept with the office's, which an applicant alone does not see.
    admitted = replace(command.caller, offices=(command.office_code,))
    async with ports.begin(admitted, once=command.once) as work:
        try:
            await work.offices.get(command.office_code)
        except NotFound:
            raise InvalidRequest(pointers=(("/office_code", "unknown"),)) from None
        profile = await work.profiles.get(command.caller.account_id)
        return await _receive(
            DeletionRequest(
                id=ports.new_id(),
                office_code=command.office_code,
                channel=RequestChannel.ACCOUNT,
                account_id=command.caller.account_id,
                applications=(),
                requester=Requester(
                    name=profile.full_name, email=profile.email, language=command.language
                ),
                words=command.words,
                received_at=work.now,
                received_by=command.caller.actor,
                due_at=due_at(work.now),
            ),
            work,
        )


async def take_deletion_request(
    command: TakeDeletionRequest, ports: DeletionPorts
) -> DeletionRequest:
    """In the front office's own office."""
    command.caller.require(Role.FRONT_OFFICE)
    async with ports.begin(command.caller, once=command.once) as work:
        return await _receive(
            DeletionRequest(
                id=ports.new_id(),
                office_code=command.caller.offices[0],
                channel=RequestChannel.COUNTER,
                account_id=None,
                applications=command.applications,
                requester=Requester(
                    name=command.name, email=command.email, language=command.language
                ),
                words=command.words,
                received_at=work.now,
                received_by=command.caller.actor,
                due_at=due_at(work.now),
            ),
            work,
        )


async def _receive(request: DeletionRequest, work: DeletionWork) -> DeletionRequest:
    await work.deletions.add(request)
    await work.notifications.plan([letter(request, Kind.DELETION_REQUESTED, at=work.now)])
    work.events.add(
        DeletionRequestedV1(
            office_code=request.office_code,
            request_id=request.id,
            channel=request.channel.value,
            received_at=request.received_at,
            due_at=request.due_at,
        )
    )
    return work.answer(request)


async def read_deletion(request_id: UUID, caller: Caller, ports: DeletionPorts) -> DeletionRequest:
    """One entry of the office; raises Forbidden, NotFound."""
    caller.require(*READERS)
    async with ports.read(caller) as stores:
        return await stores.deletions.get(request_id)


async def list_deletions(
    caller: Caller,
    ports: DeletionPorts,
    *,
    state: RequestState | None,
    before: UUID | None,
    limit: int,
) -> Sequence[DeletionRequest]:
    """The register of the office, newest first, one more than the limit."""
    caller.require(*READERS)
    async with ports.read(caller) as stores:
        return await stores.deletions.page(
            account_id=None, state=state, before=before, limit=limit + 1
        )


async def list_own_deletions(
    caller: Caller, ports: DeletionPorts, *, before: UUID | None, limit: int
) -> Sequence[DeletionRequest]:
    """What the caller has asked for, newest first, one more than the limit."""
    caller.require(Role.APPLICANT)
    async with ports.read(caller) as stores:
        return await stores.deletions.page(
            account_id=caller.account_id, state=None, before=before, limit=limit + 1
        )
