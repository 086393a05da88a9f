"""A delegation on memory: both sides are told, and its end is its end."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from gateway.application.accounts.delegate_head import (
    DelegateHead,
    RevokeDelegation,
    delegate_head,
    revoke_delegation,
)
from gateway.application.accounts.open_staff_account import OpenStaffAccount, open_staff_account
from gateway.application.accounts.read_accounts import colleague_in_office, officer_at_work
from gateway.application.notifications.send_notifications import send_notifications
from gateway.domain.accounts.delegation import Delegation, DelegationKind
from gateway.testing.memory import MemoryDoor
from gateway.testing.notifications import Post
from shared.errors import Forbidden, NotFound, TransitionNotAllowed
from shared.identity import Caller, Role
from shared.ids import new_id
from shared.testing.clock import FixedClock

OFFICE = "81.02"
ADMINISTRATOR = Caller(
    actor=str(new_id()), roles=frozenset({Role.ADMINISTRATOR}), offices=(OFFICE,)
)


async def delegated(memory: MemoryDoor) -> Delegation:
    """From today, the fifteenth, to tomorrow."""
    await open_staff_account(
        OpenStaffAccount(
            caller=ADMINISTRATOR,
            office_code=OFFICE,
            username="sekretaris",
            password="kuda laut besar",
            full_name="Petugas Contoh",
            roles=frozenset({Role.LICENSING_OFFICIAL}),
        ),
        memory.ports,
    )
    return await delegate_head(
        DelegateHead(
            caller=ADMINISTRATOR,
            office_code=OFFICE,
            username="sekretaris",
            kind=DelegationKind.PLH,
            valid_from=date(2026, 6, 15),
            valid_until=date(2026, 6, 16),
            legal_basis="SK 1/2026",
        ),
        memory.ports,
    )


def revoking(delegation_id: UUID, caller: Caller = ADMINISTRATOR) -> RevokeDelegation:
    return RevokeDelegation(caller=caller, delegation_id=delegation_id)


async def roles_now(memory: MemoryDoor) -> frozenset[Role]:
    found = await colleague_in_office(OFFICE, "sekretaris", memory.ports)
    return found.roles


@pytest.fixture(autouse=True)
async def office(memory: MemoryDoor) -> None:
    from gateway.application.open_deployment import first_offices

    for one in first_offices():
        memory.state.offices[one.code] = one


async def test_both_are_told_of_a_delegation_and_of_its_end(
    memory: MemoryDoor, clock: FixedClock
) -> None:
    delegation = await delegated(memory)
    post = Post(clock, outbox=memory.state.outbox)
    post.officers.addresses = {
        (OFFICE, str(delegation.account_id)): ("sekretaris@contoh.example",),
        (OFFICE, Role.HEAD.value): ("kepala@contoh.example",),
    }

    await send_notifications(post.ports())
    await revoke_delegation(revoking(delegation.id), memory.ports)
    await send_notifications(post.ports())

    sent = [(one.to[0], one.letter.subject, one.letter.text) for one in post.mail.taken]
    begun, ended = sent[:2], sent[2:]
    both = {"sekretaris@contoh.example", "kepala@contoh.example"}
    assert {to for to, _, _ in begun} == {to for to, _, _ in ended} == both
    assert all("Plh" in subject for _, subject, _ in begun)
    assert all("15 Juni 2026" in text and "SK 1/2026" in text for _, _, text in begun)
    assert all("dicabut" in subject for _, subject, _ in ended)


async def test_the_right_begins_and_ends_at_the_offices_midnight(
    memory: MemoryDoor, clock: FixedClock
) -> None:
    await delegated(memory)
    seen = [Role.HEAD in await roles_now(memory)]
    # It is fifteen hours to the midnight after next in Jayapura, and nine to the one before.
    for step in (timedelta(hours=-10), timedelta(hours=48, minutes=59), timedelta(minutes=2)):
        clock.move(step)
        seen.append(Role.HEAD in await roles_now(memory))

    assert seen == [True, False, True, False]


async def test_what_is_revoked_is_over_at_once_and_once(memory: MemoryDoor) -> None:
    delegation = await delegated(memory)

    revoked = await revoke_delegation(revoking(delegation.id), memory.ports)

    assert revoked.revoked_at == memory.clock.now()
    assert await roles_now(memory) == {Role.LICENSING_OFFICIAL}
    with pytest.raises(TransitionNotAllowed):
        await revoke_delegation(revoking(delegation.id), memory.ports)


async def test_a_delegation_that_has_ended_is_not_revoked(
    memory: MemoryDoor, clock: FixedClock
) -> None:
    delegation = await delegated(memory)
    clock.move(timedelta(days=3))

    with pytest.raises(TransitionNotAllowed):
        await revoke_delegation(revoking(delegation.id), memory.ports)


async def test_only_the_offices_own_administrator_revokes(memory: MemoryDoor) -> None:
    delegation = await delegated(memory)
    elsewhere = replace(ADMINISTRATOR, offices=("62.02",))
    head = replace(ADMINISTRATOR, roles=frozenset({Role.HEAD}))

    with pytest.raises(NotFound):
        await revoke_delegation(revoking(delegation.id, elsewhere), memory.ports)
    with pytest.raises(Forbidden):
        await revoke_delegation(revoking(delegation.id, head), memory.ports)


async def test_a_closed_account_has_no_right_at_all(memory: MemoryDoor) -> None:
    delegation = await delegated(memory)
    account = memory.state.accounts[delegation.account_id].account

    at_work = await officer_at_work(replace(account, is_active=False), memory.ports)

    assert (at_work.roles, at_work.delegation) == (frozenset(), None)
