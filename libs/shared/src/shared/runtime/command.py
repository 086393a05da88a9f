"""The command every service has: `python -m <service> serve|migrate`."""

import asyncio
import json
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from shared.database.engine import Database
from shared.database.migrate import upgrade
from shared.messaging.kafka import KafkaBus
from shared.module import Foundation, ServiceModule
from shared.runtime.serve import Part, run, serve
from shared.services import RemoteService
from shared.settings import ServiceSettings
from shared.telemetry import configure_logging
from shared.tokens import SystemTokens, TokenVerifier

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


def foundation_of(settings: ServiceSettings, *, name: str) -> Foundation:
    """What stands under a service that runs in a process of its own."""
    clock = settings.clock()
    return Foundation(
        clock=clock,
        database=Database(
            settings.database_url.get_secret_value(),
            name=name,
            clock=clock,
            keyring=settings.keyring(),
            pool_size=settings.pool_size,
        ),
        verifier=TokenVerifier(json.loads(settings.jwks), issuer=settings.issuer, clock=clock),
        system_tokens=SystemTokens(settings.system_secret.get_secret_value(), clock=clock),
        services={one: RemoteService(url) for one, url in settings.services.items()},
    )


def service_command(
    name: str,
    package: str,
    settings_class: type[SettingsT],
    build: Callable[[SettingsT, Foundation], ServiceModule],
) -> typer.Typer:
    """The service's command line, from its settings class and its `build`."""
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

        async def main() -> None:
            module = build(settings, foundation_of(settings, name=name))
            bus = KafkaBus(settings.kafka_bootstrap_servers)
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
        settings = settings_class()
        if settings.owner_database_url is None:
            raise typer.BadParameter("OWNER_DATABASE_URL is not set")
        url = settings.owner_database_url.get_secret_value()
        asyncio.run(upgrade(package, url, service=name))

    return command
