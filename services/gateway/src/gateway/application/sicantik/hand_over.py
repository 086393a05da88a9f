"""Hands intakes over to the permit service: the fact is told, the people's data are asked for.

A service that nobody has mapped is never guessed: its applications wait, and go on when the
administrator maps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gateway.application.sicantik.intake_ports import IntakeWork, ServiceMapping, SicantikPorts
from gateway.domain.errors import ServiceNotMappable
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.sicantik.intake import Intake, IntakeContent, IntakeState
from shared.contracts.gateway import ApplicationReceivedV1
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller
from shared.messaging.once import Once

BATCH = 200
MAX_ROUNDS = 50
SYSTEM = OutsideSystem.SICANTIK
# Who runs the connection, and who works on what came through it.
READERS = (Role.ADMINISTRATOR, Role.FRONT_OFFICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapService:
    """A service of SiCANTIK is this one of ours, from now on."""

    caller: Caller
    office_code: str
    outside_code: str
    service_code: str
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryIntake:
    """What was refused is told again."""

    caller: Caller
    intake_id: UUID
    once: Once | None = None


def placed_under(intake: Intake, service_code: str | None) -> Intake:
    """The intake as it goes on with that service; as it is where it cannot."""
    if intake.state is IntakeState.BROKEN or service_code is None:
        return intake
    return intake.handed_over(service_code)


def tell_received(intake: Intake, work: IntakeWork) -> None:
    """Tells of one that goes on; of nothing else."""
    if intake.state is not IntakeState.HANDED_OVER:
        return
    assert intake.outside_number is not None
    assert intake.service_code is not None
    work.events.add(
        ApplicationReceivedV1(
            office_code=intake.office_code,
            intake_id=intake.id,
            system=intake.system.value,
            outside_number=intake.outside_number,
            service_code=intake.service_code,
            received_at=intake.received_at,
        )
    )


async def map_service(command: MapService, ports: SicantikPorts) -> ServiceMapping:
    """The mapping; what waited for it goes on. Raises ServiceNotMappable, NotFound for another
    office, Unavailable while the permit service is away."""
    command.caller.require(Role.ADMINISTRATOR)
    office_code = command.office_code
    if not command.caller.sees(office_code):
        raise NotFound
    if not await ports.permits.takes(office_code, command.service_code):
        raise ServiceNotMappable(pointers=(("/service_code", "unknown"),))
    async with ports.begin(command.caller, once=command.once) as work:
        mapping = ServiceMapping(
            office_code=office_code,
            system=SYSTEM,
            outside_code=command.outside_code,
            service_code=command.service_code,
            set_by=command.caller.actor,
            set_at=work.now,
        )
        await work.service_map.put(mapping)
        await _hand_over_some(office_code, {mapping.outside_code: mapping.service_code}, work)
        return work.answer(mapping)


async def read_service_map(
    office_code: str, caller: Caller, ports: SicantikPorts
) -> Sequence[ServiceMapping]:
    """By the code there; raises NotFound for another office."""
    caller.require(*READERS)
    if not caller.sees(office_code):
        raise NotFound
    async with ports.read(caller) as stores:
        return await stores.service_map.of(SYSTEM, office_code)


async def hand_over_mapped(office_code: str, ports: SicantikPorts) -> None:
    """What has a mapping by now and waits still: more than one request may hand over."""
    for _ in range(MAX_ROUNDS):
        async with ports.begin(system_caller("gateway", office_code)) as work:
            mapped = {
                one.outside_code: one.service_code
                for one in await work.service_map.of(SYSTEM, office_code)
            }
            if await _hand_over_some(office_code, mapped, work) < BATCH:
                return


async def _hand_over_some(office_code: str, mapped: dict[str, str], work: IntakeWork) -> int:
    waiting = await work.intakes.unmapped(SYSTEM, office_code, list(mapped), limit=BATCH)
    for one in waiting:
        placed = placed_under(one, mapped[one.outside_service or ""])
        await work.intakes.save(placed)
        tell_received(placed, work)
    return len(waiting)


async def retry_intake(command: RetryIntake, ports: SicantikPorts) -> Intake:
    """Told again, under the service of the map of today. Raises IntakeNotRetried, NotFound."""
    command.caller.require(*READERS)
    async with ports.begin(command.caller, once=command.once) as work:
        intake = await work.intakes.get(command.intake_id)
        mapped = {
            one.outside_code: one.service_code
            for one in await work.service_map.of(intake.system, intake.office_code)
        }
        retried = intake.retried(mapped.get(intake.outside_service or ""))
        tell_received(retried, work)
        return work.answer(await work.intakes.save(retried))


async def list_intakes(
    caller: Caller,
    ports: SicantikPorts,
    *,
    state: IntakeState | None,
    before: UUID | None,
    limit: int,
) -> Sequence[Intake]:
    """The latest first, one more than the limit; without anybody's data."""
    caller.require(*READERS)
    async with ports.read(caller) as stores:
        return await stores.intakes.page(SYSTEM, state=state, before=before, limit=limit)


async def content_for_service(
    intake_id: UUID, office_code: str, ports: SicantikPorts
) -> IntakeContent:
    """What the permit service takes over; raises NotFound once it was taken."""
    async with ports.read(system_caller("gateway", office_code)) as stores:
        intake = await stores.intakes.get(intake_id)
    if intake.content is None:
        raise NotFound
    return intake.content


async def settle_intake(
    work: IntakeWork, intake_id: UUID, *, application_id: UUID | None, refusal: str | None
) -> None:
    """What the permit service made of it; one that is not known here is somebody else's."""
    try:
        intake = await work.intakes.get(intake_id)
    except NotFound:
        return
    if application_id is not None:
        settled = intake.taken(application_id, at=work.now)
    else:
        settled = intake.refused(refusal or "refused", at=work.now)
    if settled != intake:
        await work.intakes.save(settled)
