"""Tells an office of a payment, signed as Standard Webhooks are."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where the office listens; nobody is told without an address."""

    address: str | None
    token: str = field(repr=False)
    secret: str = field(repr=False)

    async def tell(self, told: dict[str, Any]) -> int:
        """The status of the office's answer; 0 where nobody is told."""
        if self.address is None:
            return 0
        body, name = json.dumps(told).encode(), f"msg_{secrets.token_hex(8)}"
        stamp = str(int(datetime.now(UTC).timestamp()))
        signed = hmac.new(self.secret.encode(), f"{name}.{stamp}.".encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.token}",
            "webhook-id": name,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{base64.b64encode(signed.digest()).decode()}",
        }
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            return (await client.post(self.address, content=body, headers=headers)).status_code
