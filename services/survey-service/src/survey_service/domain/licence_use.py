"""Licences as surveys see them: how many were issued locally, and which services are in use."""

from dataclasses import dataclass
from datetime import date

# The report's locally handled licences. OSS issues nationally: its NIB are no population of ours.
LOCAL_CHANNELS = frozenset({"MANUAL", "SICANTIK", "MPPD"})
POPULATION_DEFINITION = "licences issued in the period through MANUAL, SICANTIK and MPPD"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUse:
    """Applications and licences of one service and channel in one month."""

    month: date
    service_code: str
    channel: str
    applications: int = 0
    licences: int = 0
