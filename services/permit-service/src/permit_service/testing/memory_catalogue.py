"""The catalogue in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from permit_service.application.catalogue_ports import (
    MAX_NAMED,
    RUNNING,
    ServiceVersion,
    VersionUse,
)
from permit_service.domain.service import Service
from permit_service.testing.shelves import Shelves, sees
from shared.errors import StaleVersion
from shared.identity import Caller


class MemoryCatalogue:
    """Services in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def services(self, office_code: str) -> list[Service]:
        """The newest version of each, by code."""
        newest: dict[str, Service] = {}
        for (office, code, _), service in sorted(self._shelves.services.items()):
            if office == office_code:
                newest[code] = service
        return list(newest.values())

    async def service(
        self, office_code: str, code: str, *, version: int | None = None
    ) -> Service | None:
        """One version, or the newest."""
        if version is not None:
            return self._shelves.services.get((office_code, code, version))
        found = [one for one in await self.services(office_code) if one.code == code]
        return found[0] if found else None

    async def load(
        self, office_code: str, entries: Sequence[Mapping[str, Any]], *, at: datetime
    ) -> None:
        """Version 1 of each entry that the office does not have."""
        for entry in entries:
            key = (office_code, entry["code"], 1)
            if key not in self._shelves.services:
                self._shelves.services[key] = Service.of(entry, office_code=office_code, version=1)
                self._shelves.published[key] = at

    async def versions(
        self, office_code: str, code: str, *, before: int | None, limit: int
    ) -> list[ServiceVersion]:
        """The newest first, one more than the limit."""
        found = [
            ServiceVersion(service=service, recorded_at=self._shelves.published[key])
            for key, service in sorted(self._shelves.services.items(), reverse=True)
            if key[:2] == (office_code, code) and (before is None or key[2] < before)
        ]
        return found[: limit + 1]

    async def publish(self, service: Service, *, at: datetime) -> None:
        """Keeps a new version; raises StaleVersion when there is one of that number."""
        key = (service.office_code, service.code, service.version)
        if key in self._shelves.services:
            raise StaleVersion
        self._shelves.services[key] = service
        self._shelves.published[key] = at

    async def running(self, office_code: str, code: str) -> list[VersionUse]:
        """Applications that are not finished, by version and status."""
        found = sorted(
            (one.service_version, one.status, one.id)
            for one in self._shelves.applications.values()
            if sees(self._caller, one.office_code, one.owner)
            and (one.office_code, one.service_code) == (office_code, code)
            and one.status in RUNNING
        )
        uses = []
        for (version, status), rows in groupby(found, key=lambda one: one[:2]):
            ids = [one[2] for one in rows]
            uses.append(
                VersionUse(
                    version=version,
                    status=status,
                    count=len(ids),
                    application_ids=tuple(ids[:MAX_NAMED]),
                )
            )
        return uses
