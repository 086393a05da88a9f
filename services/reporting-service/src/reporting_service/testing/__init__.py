"""What tests need of this service: the service on a given database, a teller of facts, and its
stores in memory."""

from reporting_service.testing.complaint_register import ComplaintRegister
from reporting_service.testing.memory_ports import MemoryDoor, memory_ports
from reporting_service.testing.memory_work import MemoryWork, memory_database
from reporting_service.testing.service import (
    Listener,
    build_service,
    door_of,
    migrate_service,
    owner_of,
)

__all__ = [
    "ComplaintRegister",
    "Listener",
    "MemoryDoor",
    "MemoryWork",
    "build_service",
    "door_of",
    "memory_database",
    "memory_ports",
    "migrate_service",
    "owner_of",
]
