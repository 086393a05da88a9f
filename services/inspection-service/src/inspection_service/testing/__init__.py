"""What tests need of this service."""

from inspection_service.testing.desk import Desk
from inspection_service.testing.memory import MemorySupervision
from inspection_service.testing.service import (
    Listener,
    build_service,
    count,
    database_at,
    migrate_service,
    run_until,
)

__all__ = [
    "Desk",
    "Listener",
    "MemorySupervision",
    "build_service",
    "count",
    "database_at",
    "migrate_service",
    "run_until",
]
