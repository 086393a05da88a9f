"""Somebody changes their own password; every session but the one that follows ends."""

from dataclasses import dataclass, field

from gateway.application.ports import Ports
from gateway.domain.accounts.password import check_password
from gateway.domain.errors import PasswordNotAccepted
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """The present password shows that it is the owner who asks."""

    caller: Caller
    address: str
    password: str = field(repr=False)
    new_password: str = field(repr=False)


async def change_password(command: ChangePassword, ports: Ports) -> None:
    """Raises PasswordNotAccepted when the present one is wrong or the new one is easily guessed,
    RateLimited after too many tries."""
    async with ports.read(command.caller) as stores:
        account = await stores.accounts.get(command.caller.account_id)
        found = await stores.accounts.find(account.username)
    await ports.attempts.check(account.username, command.address)
    kept = found.password_hash if found else None
    if not await ports.passwords.matches(command.password, kept):
        await ports.attempts.failed(account.username, command.address)
        raise PasswordNotAccepted(pointers=(("/password", "wrong"),))
    _check_new(command, account.username)
    password_hash = await ports.passwords.hash(command.new_password)
    async with ports.begin(command.caller) as work:
        await work.accounts.set_password(account.id, password_hash=password_hash)
        await work.sessions.revoke_all(account.id, at=work.now)


def _check_new(command: ChangePassword, username: str) -> None:
    try:
        check_password(command.new_password, username=username)
    except PasswordNotAccepted as refused:
        ((_, reason),) = refused.pointers
        raise PasswordNotAccepted(pointers=(("/new_password", reason),)) from None
