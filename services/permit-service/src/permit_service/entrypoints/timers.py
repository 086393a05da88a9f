"""What the service does by itself: it tells of licences that end, works on imports, looks after
corrections that nobody answered, watches the legal clocks, destroys what the office does not keep
any longer, asks a payment service what was paid, and takes over what was handed in at outside
systems."""

from permit_service.application.deliver_licence import deliver_automatically
from permit_service.application.follow_up_corrections import follow_up_corrections
from permit_service.application.import_licences import work_on_import
from permit_service.application.intake_ports import IntakeSource
from permit_service.application.ports import Ports
from permit_service.application.run_retention import begin_confirmed_runs, go_on_with_retention
from permit_service.application.seal_places import seal_places
from permit_service.application.take_over import take_over_intakes
from permit_service.application.take_payment import ask_for_payments
from permit_service.application.tell_ends import tell_ends
from permit_service.entrypoints import clock_timers
from shared.module import Loop, every

CORRECTIONS_SECONDS = 300.0
# A run that somebody asked for is looked at within this time.
RETENTION_SECONDS = 5.0
DUE_SECONDS = 3600.0
PLACES_SECONDS = 300.0


def loops(
    ports: Ports,
    *,
    ends_interval_seconds: float,
    import_interval_seconds: float,
    delivery_interval_seconds: float,
    payment_interval_seconds: float,
    clock_interval_seconds: float,
    intake_source: IntakeSource,
    intake_interval_seconds: float,
) -> tuple[Loop, ...]:
    """Every timer of the service."""

    async def tell() -> None:
        await tell_ends(ports)

    async def deliver() -> None:
        await deliver_automatically(ports)

    async def take_up_imports() -> None:
        while await work_on_import(ports):
            pass

    async def look_after_corrections() -> None:
        await follow_up_corrections(ports)

    async def destroy_what_is_due() -> None:
        await go_on_with_retention(ports)

    async def look_what_is_due() -> None:
        await begin_confirmed_runs(ports)

    async def seal_open_places() -> None:
        await seal_places(ports)

    async def ask_what_was_paid() -> None:
        await ask_for_payments(ports)

    async def take_over() -> None:
        await take_over_intakes(ports, intake_source)

    return (
        every(ends_interval_seconds, "permit.tell-ends", tell),
        every(delivery_interval_seconds, "permit.deliver-licences", deliver),
        every(import_interval_seconds, "permit.import-licences", take_up_imports),
        every(CORRECTIONS_SECONDS, "permit.corrections", look_after_corrections),
        every(RETENTION_SECONDS, "permit.retention", destroy_what_is_due),
        every(DUE_SECONDS, "permit.begin-retention", look_what_is_due),
        every(PLACES_SECONDS, "permit.seal-places", seal_open_places),
        every(payment_interval_seconds, "permit.payments", ask_what_was_paid),
        every(intake_interval_seconds, "permit.take-over-intakes", take_over),
        *clock_timers.loops(ports, interval_seconds=clock_interval_seconds),
    )
