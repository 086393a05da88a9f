"""What every transaction of a test shares."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from gateway.application.oss.intake_ports import KnownPermit, OssMessage
from gateway.application.ports import Credentials
from gateway.application.sicantik.intake_ports import Cursor, KeptAnswer, ServiceMapping
from gateway.domain.accounts.account import Profile
from gateway.domain.accounts.delegation import Delegation
from gateway.domain.accounts.representation import Representation
from gateway.domain.accounts.session import RefreshToken, Session
from gateway.domain.integrations.circuit import OfficeCircuit
from gateway.domain.integrations.outage import Outage
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Reconciliation
from gateway.domain.offices.calendar import OfficeCalendar
from gateway.domain.offices.office import Office
from gateway.domain.oss.entry import OssEntry
from gateway.domain.oss.record import OssRecord
from gateway.domain.privacy.breach import PrivacyBreach
from gateway.domain.privacy.closed_account import AccountPeriod
from gateway.domain.privacy.deletion_request import DeletionRequest
from gateway.domain.privacy.log_retention import LogDisposal
from gateway.domain.sicantik.intake import Intake
from gateway.testing.memory.notifications import MemoryOutbox

Key = tuple[OutsideSystem, str, str]


@dataclass
class MemoryState:
    """The door's state: a dict per table."""

    accounts: dict[UUID, Credentials] = field(default_factory=dict)
    profiles: dict[UUID, Profile] = field(default_factory=dict)
    delegations: dict[UUID, Delegation] = field(default_factory=dict)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    sessions: dict[UUID, Session] = field(default_factory=dict)
    tokens: dict[bytes, RefreshToken] = field(default_factory=dict)
    devices: dict[UUID, list[bytes]] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    calendars: dict[tuple[str, int], OfficeCalendar] = field(default_factory=dict)
    breaches: dict[UUID, PrivacyBreach] = field(default_factory=dict)
    deletions: dict[UUID, DeletionRequest] = field(default_factory=dict)
    periods: dict[str, tuple[AccountPeriod, ...]] = field(default_factory=dict)
    log_periods: dict[tuple[str, str], tuple[AccountPeriod, ...]] = field(default_factory=dict)
    log_disposals: dict[UUID, LogDisposal] = field(default_factory=dict)
    listed: dict[UUID, datetime] = field(default_factory=dict)
    emptied: dict[UUID, datetime] = field(default_factory=dict)
    circuits: dict[tuple[OutsideSystem, str], OfficeCircuit] = field(default_factory=dict)
    outages: dict[UUID, Outage] = field(default_factory=dict)
    reconciliations: dict[UUID, Reconciliation] = field(default_factory=dict)
    intakes: dict[UUID, Intake] = field(default_factory=dict)
    service_map: dict[Key, ServiceMapping] = field(default_factory=dict)
    cursors: dict[Key, tuple[Cursor, datetime]] = field(default_factory=dict)
    kept_answers: dict[Key, KeptAnswer] = field(default_factory=dict)
    oss_messages: dict[UUID, OssMessage] = field(default_factory=dict)
    destroyed_messages: dict[UUID, UUID] = field(default_factory=dict)
    oss_businesses: dict[tuple[str, str], OssMessage] = field(default_factory=dict)
    oss_permits: dict[str, KnownPermit] = field(default_factory=dict)
    # Of an application there are its office, its permit and its licence.
    oss_applications: dict[UUID, tuple[str, str, UUID | None]] = field(default_factory=dict)
    # In the order in which they were planned.
    oss_records: dict[UUID, OssRecord] = field(default_factory=dict)
    representations: dict[UUID, Representation] = field(default_factory=dict)
    oss_entries: dict[UUID, OssEntry] = field(default_factory=dict)
