"""What the gateway tells of deletion and of closed accounts: ids and numbers, never whose."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class DeletionRequestedV1(Event, subject="request_id", publisher="gateway"):
    """Somebody asked an office to destroy what it keeps of them; the decision is due."""

    request_id: UUID
    channel: Literal["account", "counter"]
    received_at: datetime
    due_at: datetime


class DeletionDecidedV1(Event, subject="request_id", publisher="gateway"):
    """The office has decided; the reason of a refusal names its ground."""

    request_id: UUID
    outcome: Literal["granted", "refused"]
    decided_at: datetime
    is_late: bool


class DeletionCarriedOutV1(Event, subject="request_id", publisher="gateway"):
    """Every service has done its part: how many records were destroyed, and how many stay."""

    request_id: UUID
    destroyed: int
    kept: int
    carried_out_at: datetime


class StaffAccountEmptiedV1(Event, subject="account_id", publisher="gateway"):
    """A closed account says of nobody any more whose it was: the office's time for it is over."""

    account_id: UUID
    emptied_at: datetime


class LogRecordsDestroyedV1(Event, subject="disposal_id", publisher="gateway"):
    """Records of a log from before a moment are gone: the office's time for them is over. So many
    had been listed."""

    disposal_id: UUID
    log: Literal["access_log", "interaction"]
    until: datetime
    listed: int
    destroyed_at: datetime
