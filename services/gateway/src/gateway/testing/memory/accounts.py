"""Accounts, profiles, delegations and sessions in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gateway.application.ports import MAX_SESSIONS, Credentials
from gateway.domain.accounts.account import Account, AccountKind, Profile
from gateway.domain.accounts.delegation import Delegation
from gateway.domain.accounts.session import RefreshToken, Session
from gateway.domain.errors import UsernameTaken
from gateway.testing.memory.state import MemoryState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller


class MemoryAccounts:
    """Accounts by id."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def add(self, account: Account, *, password_hash: str) -> Account:
        """Raises UsernameTaken."""
        if await self.find(account.username) is not None:
            raise UsernameTaken(pointers=(("/username", "taken"),))
        self._state.accounts[account.id] = Credentials(account=account, password_hash=password_hash)
        return account

    async def get(self, account_id: UUID) -> Account:
        """Raises NotFound."""
        found = self._state.accounts.get(account_id)
        if found is None:
            raise NotFound
        return found.account

    async def find(self, username: str) -> Credentials | None:
        """By name, in lower case."""
        found = self._state.accounts.values()
        return next((one for one in found if one.account.username == username), None)

    async def save(self, account: Account) -> Account:
        """Raises StaleVersion."""
        kept = self._state.accounts.get(account.id)
        if kept is None or kept.account.version != account.version:
            raise StaleVersion
        saved = replace(account, version=account.version + 1)
        self._state.accounts[account.id] = replace(kept, account=saved)
        return saved

    async def give_nib(self, account_id: UUID, nib: str) -> None:
        """From the next token on."""
        kept = (await self.get(account_id)).nibs
        await self._set_nibs(account_id, (*(one for one in kept if one != nib), nib))

    async def take_nib(self, account_id: UUID, nib: str) -> None:
        """No longer."""
        kept = (await self.get(account_id)).nibs
        await self._set_nibs(account_id, tuple(one for one in kept if one != nib))

    async def hold_nib(self, nib: str) -> None:
        """One transaction at a time is in memory."""

    async def is_represented(self, nib: str, *, besides: UUID) -> bool:
        """Whether another active account has it."""
        found = [one.account for one in self._state.accounts.values()]
        return any(one.is_active and nib in one.nibs and one.id != besides for one in found)

    async def _set_nibs(self, account_id: UUID, nibs: tuple[str, ...]) -> None:
        await self.save(replace(await self.get(account_id), nibs=nibs))

    async def set_password(self, account_id: UUID, *, password_hash: str) -> None:
        """In place of the one before."""
        kept = self._state.accounts[account_id]
        self._state.accounts[account_id] = replace(kept, password_hash=password_hash)

    async def of_office(self, office_code: str, *, after: UUID | None, limit: int) -> list[Account]:
        """Staff of an office, oldest first."""
        found = sorted(
            (one.account for one in self._state.accounts.values()), key=lambda one: one.id
        )
        return [
            one
            for one in found
            if one.kind is AccountKind.STAFF
            and office_code in one.offices
            and (after is None or one.id > after)
        ][:limit]

    async def existing(self, usernames: Iterable[str]) -> frozenset[str]:
        """Those of the names that are taken."""
        taken = {one.account.username for one in self._state.accounts.values()}
        return frozenset(taken & set(usernames))


class MemoryProfiles:
    """Profiles that the caller owns or whose office is theirs."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def add(self, profile: Profile) -> None:
        """Keeps it."""
        self._state.profiles[profile.account_id] = profile

    async def get(self, account_id: UUID) -> Profile:
        """Raises NotFound, also for somebody else's."""
        found = self._state.profiles.get(account_id)
        if found is None or not self._is_visible(found):
            raise NotFound
        return found

    async def save(self, profile: Profile) -> None:
        """Raises NotFound for somebody else's."""
        await self.get(profile.account_id)
        self._state.profiles[profile.account_id] = profile

    def _is_visible(self, profile: Profile) -> bool:
        is_own = str(profile.account_id) == self._caller.actor
        return is_own or self._caller.sees(profile.office_code or "-")


class MemoryDelegations:
    """Delegations of the caller's offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def add(self, delegation: Delegation) -> None:
        """Keeps it."""
        self._state.delegations[delegation.id] = delegation

    async def get(self, delegation_id: UUID) -> Delegation:
        """Raises NotFound, also for another office's."""
        found = self._state.delegations.get(delegation_id)
        if found is None or not self._sees(found):
            raise NotFound
        return found

    async def revoke(self, delegation: Delegation) -> None:
        """Keeps when it was taken back."""
        self._state.delegations[delegation.id] = delegation

    async def of(self, account_id: UUID) -> tuple[Delegation, ...]:
        """Everything that was delegated to an account."""
        return tuple(one for one in self._visible() if one.account_id == account_id)

    async def of_office(self, office_code: str) -> list[Delegation]:
        """Everything that an office has delegated, the latest first."""
        return [one for one in self._visible() if one.office_code == office_code]

    def _visible(self) -> list[Delegation]:
        found = [one for one in self._state.delegations.values() if self._sees(one)]
        return sorted(found, key=lambda one: one.valid_from, reverse=True)

    def _sees(self, one: Delegation) -> bool:
        return self._caller.sees(one.office_code)


class MemorySessions:
    """Sessions and refresh tokens."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def add(self, session: Session) -> None:
        """Keeps it."""
        self._state.sessions[session.id] = session

    async def add_token(self, token: RefreshToken) -> None:
        """Keeps its hash."""
        self._state.tokens[token.hash] = token

    async def use(self, token_hash: bytes, *, at: datetime) -> tuple[Session, RefreshToken] | None:
        """As it stood before."""
        token = self._state.tokens.get(token_hash)
        if token is None:
            return None
        if token.used_at is None:
            self._state.tokens[token_hash] = replace(token, used_at=at)
        return self._state.sessions[token.session_id], token

    async def revoke(self, session_id: UUID, *, at: datetime) -> None:  # noqa: ARG002 - the port's
        """Ends a session for good."""
        session = self._state.sessions[session_id]
        self._state.sessions[session_id] = replace(session, is_revoked=True)

    async def revoke_all(self, account_id: UUID, *, at: datetime) -> None:
        """Ends every session of an account."""
        for session in list(self._state.sessions.values()):
            if session.account_id == account_id:
                await self.revoke(session.id, at=at)

    async def end_access(self, account_id: UUID, *, at: datetime) -> None:
        """Access tokens are known at the door alone, which is not in memory."""

    async def forget_ended_access(self, *, before: datetime) -> None:
        """None is kept."""

    async def forget_ended(self, *, before: datetime) -> None:
        """Deletes what ended."""
        ended = {one.id for one in self._state.sessions.values() if one.ends_at < before}
        self._state.sessions = {
            id_: one for id_, one in self._state.sessions.items() if id_ not in ended
        }
        self._state.tokens = {
            hash_: one for hash_, one in self._state.tokens.items() if one.session_id not in ended
        }

    async def open_of(self, account_id: UUID, *, at: datetime) -> list[Session]:
        """The latest first."""
        used: dict[UUID, datetime] = {}
        for token in self._state.tokens.values():
            if token.used_at is not None:
                last = used.get(token.session_id, token.used_at)
                used[token.session_id] = max(last, token.used_at)
        found = [
            replace(one, renewed_at=used.get(one.id))
            for one in self._state.sessions.values()
            if one.account_id == account_id and one.is_open(at)
        ]
        return sorted(found, key=lambda one: (one.began_at, one.id), reverse=True)[:MAX_SESSIONS]

    async def end(self, session_id: UUID, *, account_id: UUID, at: datetime) -> bool:
        """Of the account's own."""
        session = self._state.sessions.get(session_id)
        if session is None or session.account_id != account_id or not session.is_open(at):
            return False
        await self.revoke(session_id, at=at)
        return True

    async def recognise(
        self,
        account_id: UUID,
        device_index: bytes,
        *,
        at: datetime,  # noqa: ARG002 - the port's
    ) -> bool:
        """Whether it was known, or the first."""
        known = self._state.devices.setdefault(account_id, [])
        is_recognised = device_index in known or not known
        if device_index not in known:
            known.append(device_index)
        return is_recognised
