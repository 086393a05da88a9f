"""The office sets when its people are warned that a service time ends."""

from dataclasses import dataclass
from datetime import date

from permit_service.application.ports import Ports
from permit_service.domain.clock_rule import HOUSE_RULE, ClockRule, rule_on
from shared.calendar.office_time import local_date
from shared.errors import InvalidRequest, NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClockRule:
    """A rule of the caller's own office."""

    caller: Caller
    rule: ClockRule
    once: Once | None = None


async def set_clock_rule(command: SetClockRule, ports: Ports) -> ClockRule:
    """Raises InvalidRequest for a day that is past, ClockRuleExists."""
    caller = command.caller
    caller.require(Role.ADMINISTRATOR)
    async with ports.begin(caller, once=command.once) as work:
        office = await work.offices.get(own_office(caller))
        if office is None:
            raise NotFound
        if command.rule.effective_from < local_date(work.now, office.zone):
            raise InvalidRequest(pointers=(("/effective_from", "in_the_past"),))
        await work.clock_rules.add(office.code, command.rule, by=caller.actor, at=work.now)
        return work.answer(command.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRules:
    """Every rule of an office, the house's own first, and the day of the one in force."""

    rules: tuple[ClockRule, ...]
    in_force_from: date


async def read_clock_rules(caller: Caller, ports: Ports) -> ClockRules:
    """Of the caller's own office; raises Forbidden for all but staff."""
    caller.require(*_READERS)
    async with ports.read(caller) as reading:
        office = await reading.offices.get(own_office(caller))
        if office is None:
            raise NotFound
        rules = await reading.clock_rules.of(office.code)
    today = local_date(ports.clock.now(), office.zone)
    return ClockRules(
        rules=(HOUSE_RULE, *rules), in_force_from=rule_on(today, rules).effective_from
    )


def own_office(caller: Caller) -> str:
    """The office the caller works in; raises NotFound for somebody without one."""
    if not caller.offices:
        raise NotFound
    return caller.offices[0]


_READERS = (
    Role.FRONT_OFFICE,
    Role.BACK_OFFICE,
    Role.LICENSING_OFFICIAL,
    Role.HEAD,
    Role.ADMINISTRATOR,
)
