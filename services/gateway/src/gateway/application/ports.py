"""What the use cases of the door need from outside."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from gateway.domain.accounts.account import Account, Profile
from gateway.domain.accounts.delegation import Delegation
from gateway.domain.accounts.session import RefreshToken, Session
from gateway.domain.notification import Notification
from gateway.domain.offices.calendar import OfficeCalendar
from gateway.domain.offices.office import Office
from shared.clock import Clock
from shared.contracts.event import Event
from shared.identity import Caller
from shared.messaging.once import Once
from shared.tokens import Issued

ResultT = TypeVar("ResultT")
WorkT_co = TypeVar("WorkT_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An account with the hash of its password."""

    account: Account
    password_hash: str


class Accounts(Protocol):
    """Accounts without personal data; every caller may look one up."""

    async def add(self, account: Account, *, password_hash: str) -> Account:
        """Raises UsernameTaken."""
        ...

    async def get(self, account_id: UUID) -> Account:
        """Raises NotFound."""
        ...

    async def find(self, username: str) -> Credentials | None: ...
    async def save(self, account: Account) -> Account:
        """Counts the version up; raises StaleVersion."""
        ...

    async def set_password(self, account_id: UUID, *, password_hash: str) -> None: ...
    async def of_office(
        self, office_code: str, *, after: UUID | None, limit: int
    ) -> list[Account]: ...
    async def existing(self, usernames: Iterable[str]) -> frozenset[str]: ...


class Profiles(Protocol):
    """Personal data: the caller's own, and those of their offices."""

    async def add(self, profile: Profile) -> None: ...
    async def get(self, account_id: UUID) -> Profile:
        """Raises NotFound, also for somebody else's."""
        ...

    async def save(self, profile: Profile) -> None: ...


class Delegations(Protocol):
    """The delegations of the caller's offices."""

    async def add(self, delegation: Delegation) -> None: ...
    async def get(self, delegation_id: UUID) -> Delegation:
        """Held until the transaction ends. Raises NotFound, also for another office's."""
        ...

    async def revoke(self, delegation: Delegation) -> None:
        """Keeps when it was taken back."""
        ...

    async def of(self, account_id: UUID) -> tuple[Delegation, ...]: ...
    async def of_office(self, office_code: str) -> list[Delegation]: ...


MAX_SESSIONS = 200


class Sessions(Protocol):
    """Sessions and their refresh tokens."""

    async def add(self, session: Session) -> None: ...
    async def add_token(self, token: RefreshToken) -> None: ...
    async def use(self, token_hash: bytes, *, at: datetime) -> tuple[Session, RefreshToken] | None:
        """Marks the token as used and returns it as it stood before: a `used_at` says that it
        comes a second time. Two that come at once are told apart."""
        ...

    async def open_of(self, account_id: UUID, *, at: datetime) -> list[Session]:
        """Those that can be renewed, the latest first, at most MAX_SESSIONS."""
        ...

    async def end(self, session_id: UUID, *, account_id: UUID, at: datetime) -> bool:
        """Whether the account had such an open session, which has ended now."""
        ...

    async def recognise(self, account_id: UUID, device_index: bytes, *, at: datetime) -> bool:
        """Remembers the device; whether the account had signed in on it before, or nowhere."""
        ...

    async def revoke(self, session_id: UUID, *, at: datetime) -> None:
        """Ends it, with the access tokens it has given."""
        ...

    async def revoke_all(self, account_id: UUID, *, at: datetime) -> None:
        """Ends every session of an account, with every access token it has."""
        ...

    async def end_access(self, account_id: UUID, *, at: datetime) -> None:
        """Ends the account's access tokens alone: its sessions are renewed to what it may now."""
        ...

    async def forget_ended(self, *, before: datetime) -> None: ...
    async def forget_ended_access(self, *, before: datetime) -> None: ...


class Offices(Protocol):
    """Offices and their calendars: public."""

    async def add(self, office: Office) -> bool:
        """Whether it was new."""
        ...

    async def get(self, code: str) -> Office:
        """Raises NotFound."""
        ...

    async def save(self, office: Office) -> Office:
        """Counts the version up; raises StaleVersion."""
        ...

    async def all(self) -> list[Office]: ...
    async def calendar(self, code: str, year: int) -> OfficeCalendar: ...
    async def save_calendar(self, calendar: OfficeCalendar) -> OfficeCalendar:
        """Replaces a year whole and counts its version up."""
        ...


class Telling(Protocol):
    """Where a transaction tells its facts."""

    def add(self, event: Event, *, reason: str | None = None) -> None: ...


class Planning(Protocol):
    """Where a transaction plans what somebody is to be told."""

    async def plan(self, planned: Iterable[Notification]) -> None: ...


class Stores(Protocol):
    """What may be read, with the caller's rights."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def delegations(self) -> Delegations: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def offices(self) -> Offices: ...


class Transaction(Protocol):
    """What takes place at one moment: the facts it tells, and the answer that is kept with it."""

    @property
    def now(self) -> datetime: ...
    @property
    def events(self) -> Telling: ...
    def answer(self, result: ResultT) -> ResultT: ...


class Work(Stores, Transaction, Protocol):
    """One transaction, and what somebody is told of it."""

    @property
    def notifications(self) -> Planning: ...


class Begin(Protocol[WorkT_co]):
    """Begins a transaction for a caller: leaving commits, raising rolls back."""

    def __call__(
        self, caller: Caller, *, once: Once | None = None
    ) -> AbstractAsyncContextManager[WorkT_co]: ...


class Passwords(Protocol):
    """Hashes slowly, but never so much at once that others wait."""

    async def hash(self, password: str) -> str:
        """Raises RateLimited when too many wait already."""
        ...

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; as slow when there is no account behind it."""
        ...


class Attempts(Protocol):
    """Failed sign-ins, counted per account and address."""

    async def check(self, username: str, address: str) -> None:
        """Raises RateLimited while too many have failed."""
        ...

    async def failed(self, username: str, address: str) -> None: ...
    async def succeeded(self, username: str, address: str) -> None: ...


class Signer(Protocol):
    """Signs access tokens."""

    def sign(self, caller: Caller, *, until: datetime, session: UUID | None = None) -> Issued: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything a use case may need. `new_secret` is a text that nobody guesses, `fingerprint`
    a keyed index of a text, from which nobody gets it back."""

    clock: Clock
    new_id: Callable[[], UUID]
    new_secret: Callable[[], str]
    begin: Begin[Work]
    read: Callable[[Caller], AbstractAsyncContextManager[Stores]]
    passwords: Passwords
    attempts: Attempts
    signer: Signer
    fingerprint: Callable[[str], bytes]
