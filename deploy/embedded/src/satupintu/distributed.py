"""Every service as processes of its own, an API and a worker, on PostgreSQL and Kafka.

The host starts them, watches over them and starts again whoever ends; it serves nothing itself.
They are told by their environment what the one-process host passes as arguments.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from gateway.application.open_deployment import first_offices
from satupintu.configuration import Values, values_for, variables
from satupintu.databases import PACKAGES, prepare
from satupintu.first_start import open_apart
from satupintu.home import Home
from satupintu.listening import until_heard
from satupintu.servers import GivenServer, Server
from satupintu.settings import environment_with
from satupintu.supervision import Crew
from shared.children import Child, ChildFailed
from shared.database.embedded import EmbeddedPostgres
from shared.local_ports import free_port
from shared.messaging.broker import Broker
from shared.runtime.serve import Part
from shared.telemetry import logger

log = logger(__name__)

HOST = "127.0.0.1"
DOOR = "gateway api"
_WATCH_SECONDS = 0.2

Addresses = Mapping[str, Mapping[str, str]]


class ManyProcesses:
    """A deployment of many processes on this machine."""

    def __init__(
        self,
        home: Home,
        port: int,
        *,
        kafka: str | None = None,
        kafka_namespace: str | None = None,
        postgres: str | None = None,
        clock_offset_seconds: int = 0,
    ) -> None:
        """`port` is the gateway's; `kafka` and `postgres` are addresses of brokers and of a server
        to use instead of our own. On given brokers the topics and groups of this home begin with
        `kafka_namespace`, or with a word of its own."""
        self.home = home
        self.port = port
        self.crew = Crew()
        # On its unix socket: all processes share this machine, and whoever looks into the home
        # finds it there in both modes.
        self.server: Server = GivenServer(postgres) if postgres else EmbeddedPostgres(home.path)
        self.broker = None if kafka else Broker(home.path / "broker")
        self._kafka = kafka
        own_word = home.word_on_brokers if kafka else ""
        self._kafka_namespace = own_word if kafka_namespace is None else kafka_namespace
        self._clock_offset_seconds = clock_offset_seconds
        self._ports = {
            (service, part): free_port() for service in PACKAGES for part in (Part.API, Part.WORKER)
        }
        self._ports["gateway", Part.API] = port

    @property
    def url(self) -> str:
        """Where the door is."""
        return f"http://localhost:{self.port}"

    @property
    def urls(self) -> dict[str, str]:
        """Where each service's API is, for the other services."""
        return {service: f"http://{HOST}:{self._ports[service, Part.API]}" for service in PACKAGES}

    @property
    def logs(self) -> Path:
        """Where each process writes what it has to say."""
        return self.home.path / "logs"

    async def run(self, *, opened: Callable[[], None]) -> None:
        """Lives until it is cancelled. `opened` is called when everything can take work."""
        try:
            await asyncio.gather(self.server.start(), self._start_broker())
            addresses = await prepare(self.server, self.home.secrets().database_passwords)
            self._sign_on(addresses)
            async with asyncio.TaskGroup() as watching:
                watching.create_task(self._keep_postgres())
                watching.create_task(self._keep_broker())
                watching.create_task(self.crew.watch())
                await self._open(addresses)
                opened()
        finally:
            await self._stop()

    def kill(self, service: str, part: Part) -> None:
        """Ends a process as a power cut would; it is started again."""
        self.crew.child(_name(service, part)).kill()

    async def restart(self, service: str, part: Part) -> None:
        """Ends a process in good order and returns when its successor can take work."""
        await self.crew.stop([_name(service, part)])
        await self.crew.start([_name(service, part)])

    async def _open(self, addresses: Addresses) -> None:
        """The door is opened last: everything behind it can take work by then."""
        behind = [name for name in self.crew.names if name != DOOR]
        await self.crew.start(behind)
        await open_apart(self.home, self._values("gateway", addresses))
        await until_heard(addresses, offices=len(first_offices()))
        await self.crew.start([DOOR])

    def _sign_on(self, addresses: Addresses) -> None:
        self.logs.mkdir(exist_ok=True)
        for service, package in PACKAGES.items():
            environment = environment_with(variables(service, self._values(service, addresses)))
            for part in (Part.WORKER, Part.API):
                command = (sys.executable, "-m", package, "serve", "--part", part.value)
                log_file = self.logs / f"{service}-{part.value}.log"
                self.crew.add(
                    _name(service, part),
                    Child(command, log=log_file, environment=environment),
                    port=self._ports[service, part],
                )

    def _values(self, service: str, addresses: Addresses) -> Values:
        return values_for(
            service, self.home, addresses=addresses[service], public_base_url=self.url
        ) | {
            "host": HOST,
            "port": self._ports[service, Part.API],
            "worker_port": self._ports[service, Part.WORKER],
            "kafka_bootstrap_servers": self._kafka_servers,
            "kafka_namespace": self._kafka_namespace,
            "services": {one: url for one, url in self.urls.items() if one != service},
            "clock_offset_seconds": self._clock_offset_seconds,
        }

    @property
    def _kafka_servers(self) -> str:
        return self._kafka or (self.broker.bootstrap_servers if self.broker else "")

    async def _start_broker(self) -> None:
        if self.broker is not None:
            await asyncio.to_thread(self.broker.start)

    async def _keep_postgres(self) -> None:
        """Starts PostgreSQL again when it dies; until then every route that needs it says 503."""
        while True:
            await self.server.died()
            log.error("postgresql_died")
            await self.server.start()
            log.info("postgresql_is_back")

    async def _keep_broker(self) -> None:
        """Starts our broker again when it dies; until then events wait in their logs."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            if self.broker is not None and not self.broker.is_running:
                log.error("broker_died")
                try:
                    await self._start_broker()
                except ChildFailed as error:
                    log.error("broker_not_started", reason=str(error))
                else:
                    log.info("broker_is_back")

    async def _stop(self) -> None:
        """First nobody asks any more, then nobody works, then the ground goes."""
        names = self.crew.names
        await self.crew.stop([name for name in names if name.endswith(Part.API.value)])
        await self.crew.stop([name for name in names if name.endswith(Part.WORKER.value)])
        if self.broker is not None:
            await asyncio.to_thread(self.broker.stop)
        await self.server.stop()


def _name(service: str, part: Part) -> str:
    return f"{service} {part.value}"
