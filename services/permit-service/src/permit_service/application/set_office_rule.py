"""Rules that an office sets for itself, by its administrator; nothing that was set is changed."""

from dataclasses import dataclass
from datetime import date

from permit_service.application.ports import Ports
from permit_service.domain.errors import OfficeUnknown
from permit_service.domain.office_rule import OfficeRule, RuleKey, require_lawful
from shared.calendar.office_time import local_date
from shared.errors import InvalidRequest, NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOfficeRule:
    """`effective_from` may not lie before today: what was decided under a rule stands."""

    caller: Caller
    office_code: str
    key: RuleKey
    value: int
    effective_from: date
    source: str
    verified: bool
    once: Once | None = None


async def set_office_rule(command: SetOfficeRule, ports: Ports) -> OfficeRule:
    """Raises Forbidden, RuleAlreadySet, InvalidRequest."""
    command.caller.require(Role.ADMINISTRATOR)
    require_lawful(command.key, command.value)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(command.office_code)
        if office is None or not command.caller.sees(command.office_code):
            raise OfficeUnknown(pointers=(("/office_code", "unknown"),))
        if command.effective_from < local_date(work.now, office.zone):
            raise InvalidRequest(pointers=(("/effective_from", "in_the_past"),))
        rule = OfficeRule(
            key=command.key,
            value=command.value,
            effective_from=command.effective_from,
            source=command.source,
            verified=command.verified,
            recorded_by=command.caller.actor,
            recorded_at=work.now,
        )
        await work.rules.add(rule, office_code=office.code)
        return work.answer(rule)


async def read_office_rules(
    caller: Caller, office_code: str, ports: Ports
) -> tuple[OfficeRule, ...]:
    """What the office has set; raises NotFound for another's."""
    if not caller.is_staff or not caller.sees(office_code):
        raise NotFound
    async with ports.read(caller) as reading:
        return await reading.rules.of(office_code)
