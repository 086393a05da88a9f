"""How far an application is at SiCANTIK: asked now, or as it was last answered.

What is kept holds steps and days, never a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from gateway.application.integrations.guard_calls import guarded
from gateway.application.sicantik.intake_ports import KeptAnswer, SicantikPorts
from gateway.application.sicantik.turns import SYSTEM
from gateway.domain.errors import NotConnected
from gateway.domain.sicantik.rows import Step, step_of
from shared.errors import NotFound, Unavailable
from shared.identity import Caller, Role, system_caller

ASKERS = (
    Role.FRONT_OFFICE,
    Role.BACK_OFFICE,
    Role.LICENSING_OFFICIAL,
    Role.HEAD,
    Role.ADMINISTRATOR,
)
MAX_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The steps as of a moment; stale while SiCANTIK is away."""

    number: str
    as_of: datetime
    is_stale: bool
    steps: tuple[Step, ...]


async def ask_progress(
    number: str, office_code: str, caller: Caller, ports: SicantikPorts
) -> Progress:
    """Raises NotConnected, Unavailable where nothing was ever answered, NotFound for a number
    that SiCANTIK does not know, or for another office."""
    caller.require(*ASKERS)
    if not caller.sees(office_code):
        raise NotFound
    if office_code not in ports.sicantik.offices:
        raise NotConnected

    async def ask() -> Sequence[Mapping[str, Any]]:
        return await ports.sicantik.steps(office_code, number)

    system = system_caller("gateway", office_code)
    question = f"steps:{number}"
    async with ports.read(system) as stores:
        zone = (await stores.offices.get(office_code)).zone
        kept = await stores.kept_answers.get(SYSTEM, office_code, question)
    try:
        rows = await guarded(ask, system=SYSTEM, office_code=office_code, ports=ports.integrations)
    except Unavailable:
        if kept is None:
            raise
        return _progress(number, kept, is_stale=True)
    steps = [one for row in rows[:MAX_STEPS] if (one := step_of(row, zone=zone)) is not None]
    if not steps:
        raise NotFound
    async with ports.begin(system) as work:
        answer = KeptAnswer(as_of=work.now, content=[_plain(one) for one in steps])
        await work.kept_answers.keep(SYSTEM, office_code, question, answer)
    return _progress(number, answer, is_stale=False)


def _progress(number: str, kept: KeptAnswer, *, is_stale: bool) -> Progress:
    steps = tuple(_step(one) for one in kept.content)
    return Progress(number=number, as_of=kept.as_of, is_stale=is_stale, steps=steps)


def _plain(step: Step) -> dict[str, str | None]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(step).items()
    }


def _step(plain: Mapping[str, Any]) -> Step:
    days = {
        name: None if plain[name] is None else date.fromisoformat(plain[name])
        for name in ("started_on", "ended_on")
    }
    return Step(name=plain["name"], status=plain["status"], **days)
