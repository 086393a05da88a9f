"""What supervision goes by in an office on a day, for everybody (Ps 3)."""

from dataclasses import dataclass
from datetime import date

from inspection_service.application.ports import Ports
from inspection_service.domain.procedure import Procedure
from inspection_service.domain.rules import RuleSet
from shared.errors import NotFound
from shared.identity import system_caller

# The rules are public; the office that was asked for is the only one that is looked at.
_READER = "inspection-public"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInForce:
    """The rule set of that day, and how supervision goes."""

    office_code: str
    on: date
    rules: RuleSet
    procedure: Procedure


async def read_rules(office_code: str, on: date | None, ports: Ports) -> RulesInForce:
    """Of the office's own today unless a day is named; raises NotFound for an office that is not
    known, NoRuleSetInForce."""
    async with ports.read(system_caller(_READER, office_code)) as stores:
        if office_code not in await stores.offices.codes():
            raise NotFound
        office = await stores.offices.get(office_code)
    day = on or office.day_of(ports.clock.now())
    return RulesInForce(
        office_code=office_code,
        on=day,
        rules=ports.rules.in_force(office_code=office_code, on=day),
        procedure=ports.procedure_of(office_code),
    )
