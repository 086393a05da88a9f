"""Dead letters of every service: listed in one place, replayed or skipped where they lie."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from gateway.application.sibling_ports import Siblings, offices_of
from shared.errors import Conflict, NotFound, TransitionNotAllowed, Unavailable
from shared.identity import Caller, Role

Decision = Literal["replay", "skip"]


class ReplayFailed(Conflict):
    """The message could not be applied this time either."""

    code = "replay_failed"
    message = "The message could not be applied; it still waits."


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLettersQuery:
    """Ids are in order of time, across services."""

    state: str | None
    after: UUID | None
    limit: int


async def read_dead_letters(
    query: DeadLettersQuery, caller: Caller, siblings: Siblings
) -> list[dict[str, Any]]:
    """Oldest first, of the caller's offices, each with the service where it lies."""
    caller.require(Role.ADMINISTRATOR)
    asked = {
        "offices": offices_of(caller.offices),
        "state": query.state,
        "after": query.after,
        "limit": query.limit,
    }
    found = await siblings.ask_all("GET", "/internal/dead-letters", query=asked)
    letters = [
        {"service": service} | letter
        for service, rows in found.items()
        for letter in rows
        if caller.sees(letter["office"])
    ]
    return sorted(letters, key=lambda one: str(one["id"]))[: query.limit]


async def decide_dead_letter(
    letter_id: UUID, decision: Decision, caller: Caller, siblings: Siblings
) -> dict[str, Any]:
    """Replays or skips it; raises NotFound, and TransitionNotAllowed when it waits no more."""
    caller.require(Role.ADMINISTRATOR)
    asked = {"offices": offices_of(caller.offices)}
    path = f"/internal/dead-letters/{letter_id}/{decision}"
    for service in siblings.names:
        answer = await siblings.ask(service, "POST", path, query=asked)
        if answer.status == 404:
            continue
        if answer.status == 409:
            _refuse(answer.json)
        if not 200 <= answer.status < 300:
            raise Unavailable
        return {"service": service} | (answer.json or {"id": letter_id})
    raise NotFound


def _refuse(problem: Any) -> None:
    if isinstance(problem, dict) and problem.get("code") == "transition_not_allowed":
        raise TransitionNotAllowed
    raise ReplayFailed
