"""What taking in the messages of OSS needs from outside."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from gateway.application.ports import Begin, Offices, Transaction
from gateway.domain.oss.codes import Method
from gateway.domain.oss.permit import OssPermit
from gateway.domain.oss.token import OssCredentials
from shared.clock import Clock
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class OssMessage:
    """What came, as it came. `fingerprint` is keyed: equal for equal contents."""

    id: UUID
    office_code: str
    method: Method
    nib: str
    fingerprint: bytes = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPermit:
    """A permit that OSS opened, with the office it is for."""

    office_code: str
    permit: OssPermit


class OssMessages(Protocol):
    """Every message of the caller's offices, once by its content."""

    async def keep(self, message: OssMessage) -> bool:
        """Whether it is new; a second writer of the same content waits for the first."""
        ...


class OssBusinesses(Protocol):
    """Which message a business stands on."""

    async def hold(self, message: OssMessage) -> OssMessage | None:
        """What it stood on before, held until the transaction ends; None makes it known, standing
        on this message."""
        ...

    async def stand_on(self, message: OssMessage) -> None: ...

    async def standing(self, office_code: str, nib: str) -> OssMessage | None: ...


class OssPermits(Protocol):
    """The permits that OSS opened for the caller's offices."""

    async def put(self, office_code: str, permits: Iterable[OssPermit]) -> None:
        """Keeps their ids as they are told last; the document of one stays, and so does one of an
        office that the caller does not see."""
        ...

    async def find(self, id_izin: str) -> KnownPermit | None: ...

    async def note_file(self, id_izin: str, *, link: str, at: datetime) -> None: ...


class OssApplications(Protocol):
    """Which application is about which permit of OSS: ids alone."""

    async def of_permit(self, office_code: str, id_izin: str) -> UUID | None:
        """The latest one."""
        ...


class OssIntakeStores(Protocol):
    """What may be read."""

    @property
    def oss_businesses(self) -> OssBusinesses: ...
    @property
    def oss_permits(self) -> OssPermits: ...
    @property
    def oss_applications(self) -> OssApplications: ...
    @property
    def offices(self) -> Offices: ...


class OssIntakeWork(OssIntakeStores, Transaction, Protocol):
    """One transaction."""

    @property
    def oss_messages(self) -> OssMessages: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceCase:
    """A licence as OSS is told of it; who signed it is named and not kept. `acting_as` is Plt.,
    Plh. or empty."""

    id: UUID
    number: str
    status: str
    issued_on: date
    valid_until: date | None
    signed_by: str = field(default="", repr=False)
    signer_nip: str = field(default="", repr=False)
    acting_as: str = ""
    link: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OssCase:
    """An application as OSS is told of it: its permit of OSS, where it stands, its licence."""

    application_id: UUID
    permit: OssPermit | None
    status: str
    licence: LicenceCase | None


class PermitDesk(Protocol):
    """The permit service, asked when OSS is answered or told."""

    async def case_of_application(self, application_id: UUID, *, office_code: str) -> OssCase:
        """Raises NotFound when there is no such application (yet), Unavailable."""
        ...

    async def case_of_licence(self, licence_id: UUID, *, office_code: str) -> OssCase | None:
        """None for a licence without application. Raises NotFound, Unavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OssIntakePorts:
    """`client` is the integration's user name as which OSS signs in; `credentials` are those of
    the PIA's own header, where they were agreed on."""

    clock: Clock
    new_id: Callable[[], UUID]
    begin: Begin[OssIntakeWork]
    read: Callable[[Caller], AbstractAsyncContextManager[OssIntakeStores]]
    fingerprint: Callable[[str], bytes]
    desk: PermitDesk
    client: str
    credentials: OssCredentials | None = None
