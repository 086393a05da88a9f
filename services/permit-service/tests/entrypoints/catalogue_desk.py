"""The administrator's desk: what tests do with the catalogue."""

from dataclasses import dataclass
from typing import Any

import httpx

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE

ADDED = ("office_code", "version", "channel_basis", "procedure")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueDesk:
    """Publishes as the administrator of an office; answers are returned as they come."""

    counter: Counter

    @property
    def http(self) -> httpx.AsyncClient:
        return self.counter.http

    async def entry(self, code: str = "REKLAME", *, office: str = OFFICE) -> dict[str, Any]:
        """The entry in force, as it can be published again, with its version apart."""
        answer = await self.http.get(f"/v1/services/{code}?office_code={office}")
        assert answer.status_code == 200, answer.text
        return {key: value for key, value in answer.json().items() if key not in ADDED}

    async def version(self, code: str = "REKLAME", *, office: str = OFFICE) -> int:
        answer = await self.http.get(f"/v1/services/{code}?office_code={office}")
        return int(answer.json()["version"])

    async def publish(
        self,
        entry: dict[str, Any],
        *,
        version: int | None,
        dry_run: bool = False,
        office: str = OFFICE,
        role: str = "administrator",
        code: str | None = None,
        **headers: str,
    ) -> httpx.Response:
        """A POST of a version; without a version, without the header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        match = {} if version is None else {"If-Match": f'"{version}"'}
        return await self.http.post(
            f"/v1/services/{code or entry['code']}/versions",
            params={"dry_run": "true"} if dry_run else {},
            json=entry,
            headers=self.counter.as_(role, office=office) | match | named,
        )

    async def published(self, code: str = "REKLAME", **changes: Any) -> dict[str, Any]:
        """The entry in force with some keys changed, published."""
        entry, version = await self.entry(code), await self.version(code)
        answer = await self.publish(entry | changes, version=version)
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body
