"""The seals of every service's log, the latest first, and the keys they are checked with.

Each service numbers its own seals; a page over all of them holds a number per service.
"""

from dataclasses import dataclass, field
from typing import Any

from gateway.application.sibling_ports import Siblings
from shared.errors import InvalidRequest, NotFound
from shared.identity import Caller, Role

Json = dict[str, Any]
_SEALS = "/internal/seals"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealsQuery:
    """`before` is for each service the number of its seal that was shown last."""

    limit: int
    service: str | None = None
    before: dict[str, int] = field(default_factory=dict)


async def read_seals(
    query: SealsQuery, caller: Caller, siblings: Siblings
) -> tuple[list[Json], dict[str, int] | None]:
    """A page, and where the next one begins; raises NotFound for an unknown service, Unavailable
    when one does not answer. Seals hold counts and hashes of all offices together."""
    caller.require(Role.ADMINISTRATOR)
    if query.service is not None and query.service not in siblings.names:
        raise NotFound
    if not query.before.keys() <= set(siblings.names):
        raise InvalidRequest(pointers=(("/query/cursor", "cursor"),))
    names = siblings.names if query.service is None else (query.service,)
    found: list[Json] = []
    for name in names:
        asked = {"before": query.before.get(name), "limit": query.limit + 1}
        answer = await siblings.ask(name, "GET", _SEALS, query=asked)
        found += [{"service": name} | row for row in answer.require()]
    # A clock may have jumped: within a service the number decides.
    shown = _latest_first(found)[: query.limit]
    reached = query.before | {one["service"]: one["number"] for one in shown}
    return shown, reached if len(found) > len(shown) else None


async def read_seal_keys(siblings: Siblings) -> Json:
    """The public keys of every service; those that no longer sign stay among them."""
    found = await siblings.ask_all("GET", "/internal/seal-keys")
    return {
        "keys": [
            key | {"service": service}
            for service, published in sorted(found.items())
            for key in published["keys"]
        ]
    }


def _latest_first(found: list[Json]) -> list[Json]:
    """Takes, again and again, the service whose next seal is the latest."""
    queues: dict[str, list[Json]] = {}
    for one in found:
        queues.setdefault(one["service"], []).append(one)
    ordered: list[Json] = []
    while queues:
        name = max(queues, key=lambda one: (queues[one][0]["sealed_at"], one))
        ordered.append(queues[name].pop(0))
        if not queues[name]:
            del queues[name]
    return ordered
