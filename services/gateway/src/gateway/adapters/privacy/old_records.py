"""Parts of logs: the door's own, and those of the services behind it."""

from dataclasses import dataclass
from datetime import datetime

from gateway.application.sibling_ports import Siblings
from shared.database.access_log import AccessLog
from shared.identity import system_caller

# The services that keep personal data, beside the door.
KEEP_ACCESSES = ("permit", "inspection")


@dataclass(frozen=True, slots=True)
class OwnAccesses:
    """Who read the particulars of accounts."""

    log: AccessLog

    async def older(self, office_code: str, until: datetime) -> int:
        """How many are from before a moment."""
        return await self.log.older(system_caller("gateway", office_code), until)

    async def destroy(self, office_code: str, until: datetime) -> int:
        """One batch."""
        return await self.log.destroy(system_caller("gateway", office_code), until)


@dataclass(frozen=True, slots=True)
class SiblingAccesses:
    """Who read personal data in a service."""

    service: str
    siblings: Siblings

    async def older(self, office_code: str, until: datetime) -> int:
        """Raises Unavailable."""
        asked = {"office_code": office_code, "until": until.isoformat()}
        answer = await self.siblings.ask(
            self.service, "GET", "/internal/access-log/older", query=asked
        )
        return int(answer.require()["count"])

    async def destroy(self, office_code: str, until: datetime) -> int:
        """Raises Unavailable."""
        asked = {"office_code": office_code, "until": until.isoformat()}
        answer = await self.siblings.ask(
            self.service, "POST", "/internal/access-log/destruction", json=asked
        )
        return int(answer.require()["destroyed"])
