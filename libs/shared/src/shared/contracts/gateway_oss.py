"""What the gateway tells of entries that officers make in OSS by hand."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class OssEntryAcknowledgedV1(Event, subject="entry_id", publisher="gateway", tells_actor=True):
    """An officer entered it in OSS. `oss_rating` is what OSS determined of an assessment (Perbup
    Sumba Timur 32/2023 Ps 11(4)-(5)); `matter_id` is what the entry is about."""

    entry_id: UUID
    kind: str
    matter_id: UUID
    oss_rating: Literal["very_good", "good", "poor"] | None = None
    entered_at: datetime
