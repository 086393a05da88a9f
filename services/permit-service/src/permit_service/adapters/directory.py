"""Who signs and under which letterhead, asked of the gateway when a licence is typeset.

Where no gateway is among the services, a signatory is known by the user name alone.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from permit_service.application.assignment_ports import Colleague
from permit_service.application.signing_ports import Signing
from permit_service.domain.errors import DelegationEnded
from permit_service.domain.licence import ActingKind
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

GATEWAY = "gateway"
NAME = "permit"


class GatewayDirectory:
    """The `Directory` port on the gateway's app."""

    def __init__(
        self,
        services: Mapping[str, ASGIApp],
        tokens: SystemTokens,
        *,
        asks_for_nik: bool = False,
    ) -> None:
        """`asks_for_nik`: the signing authority knows signatories by it."""
        self._services = services
        self._tokens = tokens
        self._asks_for_nik = asks_for_nik

    async def letterhead(self, office_code: str) -> tuple[str, ...]:
        """Raises Unavailable while the gateway does not answer."""
        office = await self._ask(f"/internal/offices/{office_code}")
        return tuple(office.get("letterhead") or ())

    async def signing(self, caller: Caller, *, office_code: str) -> Signing:
        """Raises Unavailable while the gateway does not answer: nothing is signed half-known."""
        account = await self._ask(f"/internal/accounts/{caller.actor}")
        delegation = _right_to_sign(account, office_code)
        letterhead = await self.letterhead(office_code)
        return Signing(
            account=caller.username or caller.actor,
            nik=await self._nik(caller) if self._asks_for_nik else None,
            name=account.get("full_name") or caller.username or caller.actor,
            position=account.get("position"),
            rank=account.get("rank"),
            nip=account.get("nip"),
            letterhead=letterhead,
            acting_as=ActingKind(delegation["kind"]) if delegation else None,
            delegation_id=UUID(delegation["id"]) if delegation else None,
        )

    async def colleague(self, username: str, *, office_code: str) -> Colleague | None:
        """Raises Unavailable while the gateway does not answer."""
        found = await self._ask(f"/internal/offices/{office_code}/staff/{quote(username, safe='')}")
        return _colleague(found) if found else None

    async def staff(self, office_code: str) -> tuple[Colleague, ...]:
        """Raises Unavailable while the gateway does not answer."""
        found = await self._ask(f"/internal/offices/{office_code}/staff")
        return tuple(_colleague(one) for one in found.get("items", ()))

    async def _nik(self, caller: Caller) -> str | None:
        found = await self._ask(f"/internal/signatories/{caller.actor}")
        nik: str | None = found.get("nik")
        return nik

    async def _ask(self, path: str) -> dict[str, Any]:
        # Looked up when it is needed: a host may build its door last.
        gateway = self._services.get(GATEWAY)
        if gateway is None:
            return {}
        answer = await call(gateway, "GET", path, token=self._tokens.issue(NAME, GATEWAY))
        try:
            found: dict[str, Any] = answer.require()
        except NotFound:
            return {}
        return found


def _right_to_sign(account: Mapping[str, Any], office_code: str) -> Mapping[str, Any] | None:
    """The delegation that the right rests on, None for the Head's own; an account that the
    gateway does not keep is known by its token alone. Raises DelegationEnded."""
    if "roles_today" not in account:
        return None
    if Role.HEAD in account["roles"] and account["is_active"]:
        return None
    delegation: Mapping[str, Any] | None = account["delegation"]
    if (
        delegation is None
        or delegation["office_code"] != office_code
        or Role.HEAD not in account["roles_today"]
    ):
        raise DelegationEnded
    return delegation


def _colleague(found: Mapping[str, Any]) -> Colleague:
    return Colleague(
        account_id=found["account_id"],
        username=found["username"],
        roles=frozenset(Role(one) for one in found["roles"]),
        agency=found["agency"],
    )
