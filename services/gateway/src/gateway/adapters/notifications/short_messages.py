"""SMS: to an HTTP gateway, or as files where none is configured.

The gateway gets `{"id", "to", "text"}` with the id as Idempotency-Key as well, so that one that
remembers it sends a repetition once only.
"""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path

from gateway.adapters.notifications.outgoing_files import write_whole
from gateway.application.notifications.ports import NotDelivered, Outgoing

TIMEOUT_SECONDS = 15.0
_AGAIN = frozenset({401, 403, 408, 425, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpShortMessages:
    """`token` is the bearer token that the gateway gave to this deployment."""

    endpoint: str
    token: str | None = field(default=None, repr=False)

    async def deliver(self, outgoing: Outgoing) -> None:
        """Returns once the gateway has taken it over."""
        # Imported here: a deployment without such a gateway starts sooner without the library.
        import httpx

        headers = {"Idempotency-Key": str(outgoing.id)}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
                for number in outgoing.to:
                    answer = await client.post(
                        self.endpoint, json=_content(outgoing, number), headers=headers
                    )
                    _require_taken(answer.status_code)
        except httpx.HTTPError:
            raise NotDelivered("sms_gateway_unavailable") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShortMessages:
    """Writes each message to a directory, once however often it is sent."""

    directory: Path

    async def deliver(self, outgoing: Outgoing) -> None:
        """The file is whole or not there."""
        content = {
            **_content(outgoing, outgoing.to[0]),
            "reference": str(outgoing.subject_id),
            "sent_at": outgoing.at.isoformat(),
        }
        path = self.directory / f"{outgoing.id}.json"
        await asyncio.to_thread(write_whole, path, json.dumps(content, indent=2).encode())


def _content(outgoing: Outgoing, number: str) -> dict[str, str]:
    return {"id": str(outgoing.id), "to": number, "text": outgoing.letter.short}


def _require_taken(status: int) -> None:
    if 200 <= status < 300:
        return
    if status >= 500 or status in _AGAIN:
        raise NotDelivered("sms_gateway_unavailable")
    raise NotDelivered("sms_refused", is_final=True)
