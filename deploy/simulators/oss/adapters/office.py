"""OSS as a caller: signs in at an office and hands over what it has to tell."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx

# OSS stands in Jakarta and writes its dates there.
WIB = timezone(timedelta(hours=7))
TIMEOUT_SECONDS = 20.0


def token_of(user: str, password: str, nib: str, *, at: datetime) -> str:
    """The header `Token` of the PIA: SHA1(USERNAME + PASSWORD + NIB + DATE('Ymd'))."""
    text = f"{user}{password}{nib}{at.astimezone(WIB):%Y%m%d}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDoor:
    """Where the office listens; nobody is told without an address."""

    address: str | None = None
    client: str = "oss"
    client_secret: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)

    async def tell(self, method: str, body: dict[str, Any], *, nib: str) -> dict[str, Any]:
        """The office's answer, with its status; 0 where nobody is told."""
        if self.address is None:
            return {"status": 0, "answer": None}
        async with httpx.AsyncClient(
            base_url=self.address, timeout=TIMEOUT_SECONDS, trust_env=False
        ) as office:
            grant = await office.post(
                "/v1/auth/token",
                data={
                    "grant_type": "client_credentials",
                    "client_id": self.client,
                    "client_secret": self.client_secret,
                },
            )
            headers = {"Authorization": f"Bearer {grant.json().get('access_token', '')}"}
            if self.user:
                now = datetime.now(UTC)
                headers["Token"] = token_of(self.user, self.password, nib, at=now)
            answer = await office.post(f"/v1/integrations/oss/{method}", json=body, headers=headers)
            return {"status": answer.status_code, "answer": answer.json()}
