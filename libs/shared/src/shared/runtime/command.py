"""The command every service has: `python -m <service> serve|migrate|rotate-keys|audit-verify`."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import typer

from shared.database.key_rotation import ANSWERS, RowsHeld, Sealed, rotate
from shared.messaging.kafka import KafkaBus
from shared.module import ASGIApp, Foundation, ServiceModule
from shared.runtime.ground import foundation_of
from shared.runtime.serve import Part, run, serve
from shared.seals.verify import verify_log
from shared.services import RemoteService
from shared.settings import ServiceSettings
from shared.telemetry import configure_logging, configure_tracing

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


def service_command(
    name: str,
    package: str,
    settings_class: type[SettingsT],
    build: Callable[[SettingsT, Foundation], ServiceModule],
    *,
    sealed: Sequence[Sealed] = (ANSWERS,),
) -> typer.Typer:
    """The service's command line, from its settings class, its `build` and its sealed columns."""
    command = typer.Typer(
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help=f"The {name} service of SatuPintu.",
    )

    @command.command("serve")
    def serve_command(
        part: Annotated[Part, typer.Option(help="What this process runs.")] = Part.BOTH,
    ) -> None:
        """Serves the API, the worker (relay, consumers, timers), or both."""
        configure_logging()
        settings = settings_class()
        configure_tracing(name, settings.otlp_endpoint)

        async def main() -> None:
            module = build(
                settings, foundation_of(settings, name=name, services=_siblings(settings))
            )
            bus = KafkaBus(settings.kafka_access(), namespace=settings.kafka_namespace)
            await serve(
                module,
                bus,
                part=part,
                host=settings.host,
                port=settings.port,
                worker_port=settings.worker_port,
            )

        run(main)

    @command.command("migrate")
    def migrate_command() -> None:
        """Brings the database to the newest schema; needs the owner's address."""
        # Imported here: whoever serves needs none of it.
        from shared.database.migrate import upgrade

        settings = settings_class()
        if settings.owner_database_url is None:
            raise typer.BadParameter("OWNER_DATABASE_URL is not set")
        url = settings.owner_database_url.get_secret_value()
        asyncio.run(upgrade(package, url, service=name))

    @command.command("rotate-keys")
    def rotate_keys_command() -> None:
        """Seals everything under the data key in use; the other keys are not needed after it."""
        configure_logging()
        settings = settings_class()
        keyring, url = settings.keyring(), settings.database_url.get_secret_value()
        try:
            done = asyncio.run(rotate(url, service=name, keyring=keyring, sealed=sealed))
        except RowsHeld:
            typer.echo("Rows were held by others all the time; run it again.", err=True)
            raise typer.Exit(1) from None
        for one in done:
            typer.echo(f"{one.table}: {one.rows} rows sealed anew")
        others = sorted(number for number in keyring.data_keys if number != keyring.current)
        if others:
            named = ", ".join(str(one) for one in others)
            typer.echo(
                f"Nothing is under another key than {keyring.current}. Once every process of the"
                f" service uses key {keyring.current} and this command finds 0 rows again, these"
                f" can be taken out of DATA_KEYS: {named}."
            )

    @command.command("audit-verify")
    def audit_verify_command() -> None:
        """Says whether the log is as it was recorded and sealed; 1 when something is not."""
        configure_logging()
        settings = settings_class()
        sealing = settings.sealing(name)
        if sealing is None:
            raise typer.BadParameter("SEAL_HOME is not set")
        verdict = asyncio.run(
            verify_log(
                settings.database_url.get_secret_value(),
                log=name,
                keys=sealing.keys.published(),
                copies=sealing.copies,
            )
        )
        typer.echo(verdict.report)
        raise typer.Exit(1 if verdict.findings else 0)

    return command


def _siblings(settings: ServiceSettings) -> dict[str, ASGIApp]:
    return {one: RemoteService(url) for one, url in settings.services.items()}
