"""Asks the inspection service what supervision goes by, as it tells everybody. A page does not wait
for it: without an answer it says that the rules cannot be shown now."""

from collections.abc import Mapping
from typing import Any

from shared.errors import Unavailable
from shared.module import ASGIApp
from shared.services import call

_INSPECTION = "inspection"
_PATH = "/v1/inspection-rules"
TIMEOUT_SECONDS = 2.0


class InspectionRules:
    """The public route of its owner."""

    def __init__(self, services: Mapping[str, ASGIApp]) -> None:
        self._services = services

    async def in_force(self, office_code: str) -> Mapping[str, Any] | None:
        """Rule set, procedure and checklist of today; nothing when they cannot be had."""
        # Looked up when it is needed: the host builds its services one after the other.
        inspection = self._services.get(_INSPECTION)
        if inspection is None:
            return None
        query = {"office_code": office_code}
        try:
            answer = await call(inspection, "GET", _PATH, query=query, timeout=TIMEOUT_SECONDS)
        except Unavailable:
            return None
        if answer.status != 200:
            return None
        found: Mapping[str, Any] = answer.require()
        return found
