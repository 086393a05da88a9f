"""The REST API of the permit service."""

from permit_service.domain.errors import TooManyWrongCodes
from permit_service.entrypoints.api.context import Api
from permit_service.entrypoints.api.routers import ROUTERS
from shared.http import problems

problems.STATUS[TooManyWrongCodes] = 429

__all__ = ["ROUTERS", "Api"]
