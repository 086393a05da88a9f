"""The REST API of the permit service."""

from permit_service.entrypoints.api.context import Api
from permit_service.entrypoints.api.routers import ROUTERS

__all__ = ["ROUTERS", "Api"]
