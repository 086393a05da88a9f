"""What the gateway tells of accounts that represent businesses: the NIB, never whose account."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class BusinessRepresentationGrantedV1(Event, subject="representation_id", publisher="gateway"):
    """An account was proved to represent a NIB (Perbup Sumba Timur 32/2023 Ps 4(1))."""

    representation_id: UUID
    nib: str
    proof: Literal["oss_record", "deed"]
    granted_at: datetime


class BusinessRepresentationEndedV1(Event, subject="representation_id", publisher="gateway"):
    """It represents the NIB no longer."""

    representation_id: UUID
    nib: str
    ended_at: datetime
