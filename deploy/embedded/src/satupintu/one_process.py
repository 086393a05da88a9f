"""Everything in one process: PostgreSQL beside it, the five services inside, one bus between.

The services are the same modules that run apart elsewhere; only their ground differs.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import gateway.bootstrap
import inspection_service.bootstrap
import permit_service.bootstrap
import reporting_service.bootstrap
import survey_service.bootstrap
from gateway.application.open_deployment import first_offices
from satupintu.configuration import values_for
from satupintu.databases import prepare
from satupintu.first_start import open_first
from satupintu.home import Home
from satupintu.listening import until_heard
from satupintu.service_settings import SETTINGS
from shared.database.embedded import EmbeddedPostgres
from shared.messaging.in_process import InProcessBus
from shared.module import ASGIApp, Foundation, ServiceModule
from shared.runtime.ground import foundation_of
from shared.runtime.serve import http_server, run_for_ever, work_loops
from shared.settings import ServiceSettings
from shared.telemetry import logger

log = logger(__name__)

HOST = "127.0.0.1"
Build = Callable[[Any, Foundation], ServiceModule]

_BUILDS: Mapping[str, Build] = {
    "permit": permit_service.bootstrap.build,
    "survey": survey_service.bootstrap.build,
    "inspection": inspection_service.bootstrap.build,
    "reporting": reporting_service.bootstrap.build,
    "gateway": gateway.bootstrap.build,
}
HOUSES: Mapping[str, tuple[type[ServiceSettings], Build]] = {
    service: (settings_class, _BUILDS[service]) for service, settings_class in SETTINGS.items()
}


@dataclass(slots=True)
class OneProcess:
    """A deployment that lives in this process."""

    home: Home
    port: int
    server: EmbeddedPostgres
    clock_offset_seconds: int = 0

    @property
    def url(self) -> str:
        """Where the door is."""
        return f"http://localhost:{self.port}"

    async def run(self, *, opened: Callable[[], None]) -> None:
        """Until it is told to stop. `opened` is called when everything can take work. The server
        is started unless it runs already, and is stopped."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.server.stop)
            await self.server.start()
            addresses = await prepare(self.server, self.home.secrets().database_passwords)
            modules = self._modules(addresses)
            for module in modules.values():
                stack.push_async_callback(module.database.close)
            bus = InProcessBus()
            stack.push_async_callback(bus.close)
            loops = work_loops(list(modules.values()), bus)
            await run_for_ever(
                [
                    *loops,
                    _kept_alive(self.server),
                    self._door(modules["gateway"], addresses, opened),
                ]
            )

    def _modules(self, addresses: Mapping[str, Mapping[str, str]]) -> dict[str, ServiceModule]:
        # Filled once all are built: a service is given its siblings, and not itself.
        siblings: dict[str, dict[str, ASGIApp]] = {service: {} for service in HOUSES}
        modules: dict[str, ServiceModule] = {}
        for service, (settings_class, build) in HOUSES.items():
            values = values_for(
                service, self.home, addresses=addresses[service], public_base_url=self.url
            )
            settings = settings_class(
                **values | {"clock_offset_seconds": self.clock_offset_seconds}
            )
            modules[service] = build(
                settings, foundation_of(settings, name=service, services=siblings[service])
            )
        for service, known in siblings.items():
            known.update({one: module.app for one, module in modules.items() if one != service})
        return modules

    def _door(
        self,
        door: ServiceModule,
        addresses: Mapping[str, Mapping[str, str]],
        opened: Callable[[], None],
    ) -> Callable[[], Awaitable[None]]:
        """Opens for the public once everything behind it can take work."""

        async def run() -> None:
            await open_first(self.home, gateway.bootstrap.ports_of(door))
            await until_heard(addresses, offices=len(first_offices()))
            opened()
            await http_server(door.app, host=HOST, port=self.port)()

        return run


def _kept_alive(server: EmbeddedPostgres) -> Callable[[], Awaitable[None]]:
    """Starts PostgreSQL again when it dies; until then every route that needs it answers 503."""

    async def run() -> None:
        while True:
            await server.died()
            log.error("postgresql_died")
            await server.start()
            log.info("postgresql_is_back")

    return run
