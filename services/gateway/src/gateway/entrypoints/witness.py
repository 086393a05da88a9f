"""Notes each request that came through the door, once it is answered."""

import re
from collections.abc import Callable, MutableMapping
from time import perf_counter
from typing import Any

from starlette.types import Scope

from gateway.domain.privacy.interaction import NO_ROUTE, Interaction, subject_of
from shared.clock import Clock
from shared.errors import Unauthenticated
from shared.identity import ANYBODY, Caller
from shared.ids import new_id
from shared.tokens import TokenVerifier

# Where the route that signs somebody in leaves who it was.
SIGNED_IN = "satupintu.signed_in"
# Asked by machines every few seconds, by nobody's account, and of nothing.
_PROBES = frozenset({"/healthz", "/readyz", "/metrics", "/version"})
_METHOD = re.compile(r"^[A-Z]{3,7}$")

ABANDONED = 499


class Witness:
    """`note` takes what happened and returns at once."""

    def __init__(
        self, note: Callable[[Interaction], None], *, verifier: TokenVerifier, clock: Clock
    ) -> None:
        self._note = note
        self._verifier = verifier
        self._clock = clock

    def saw(
        self,
        scope: Scope,
        *,
        request_id: bytes,
        route: bytes | None,
        status: int | None,
        began: float,
    ) -> None:
        """`began` is of `perf_counter`. No status: the client went away unanswered."""
        path: str = scope["path"]
        if path in _PROBES:
            return
        caller = self._caller(scope)
        method = scope["method"]
        self._note(
            Interaction(
                id=new_id(),
                at=self._clock.now(),
                actor=None if caller is ANYBODY else caller.actor,
                roles=tuple(sorted(caller.roles)),
                office_code=caller.offices[0] if caller.offices else None,
                method=method if _METHOD.match(method) else "OTHER",
                route=NO_ROUTE if route is None else route.decode(),
                subject=None if route is None else subject_of(path),
                status=ABANDONED if status is None else status,
                milliseconds=round((perf_counter() - began) * 1000),
                request_id=request_id.decode(),
            )
        )

    def _caller(self, scope: MutableMapping[str, Any]) -> Caller:
        signed_in: Caller | None = scope.get(SIGNED_IN)
        if signed_in is not None:
            return signed_in
        try:
            return self._verifier.verify(bearer_of(scope))
        except Unauthenticated:
            return ANYBODY


def bearer_of(scope: MutableMapping[str, Any]) -> str:
    """The request's bearer token; raises Unauthenticated for one that has none."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer":
                return str(token)
    raise Unauthenticated
