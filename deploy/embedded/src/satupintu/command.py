"""The `satupintu` command."""

import asyncio
import gc
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from satupintu.home import Home
from satupintu.listening import NotHeard
from satupintu.presence import AlreadyPresent, dismiss, present
from satupintu.servers import GivenServer
from satupintu.settings import HostSettings
from shared.children import ChildFailed
from shared.database.embedded import AlreadyRunning, EmbeddedPostgres, EmbeddedPostgresError
from shared.database.embedded.address import address_in
from shared.messaging.broker_jars import BrokerUnavailable
from shared.runtime.serve import run as run_on_loop
from shared.runtime.serve import run_for_ever
from shared.telemetry import configure_logging

if TYPE_CHECKING:
    from satupintu.distributed import ManyProcesses

DEFAULT_PORT = 8000
PORTS_TRIED = 50

_FORESEEN = (
    AlreadyPresent,
    AlreadyRunning,
    BrokerUnavailable,
    ChildFailed,
    EmbeddedPostgresError,
    NotHeard,
)

command = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="SatuPintu, the backend of a licensing office.",
)
audit = typer.Typer(no_args_is_help=True, help="The logs and the seals over them.")
command.add_typer(audit, name="audit")
console = Console(stderr=False, highlight=False)

HomeOption = Annotated[
    Path, typer.Option(envvar="SATUPINTU_HOME", help="Where data, secrets and accounts stand.")
]
PortOption = Annotated[int | None, typer.Option(envvar="PORT", help="The gateway's port.")]


@command.command()
def run(home: HomeOption = Path(".satupintu"), port: PortOption = None) -> None:
    """Runs everything in one process, with an embedded PostgreSQL."""
    configure_logging(level="WARNING")
    wanted = _port(port)
    # Nothing that is imported is garbage: looking for some costs an eighth of the start.
    gc.disable()
    with _said_plainly():
        run_on_loop(lambda: _live_in_one(Home(home), wanted))


async def _live_in_one(home: Home, port: int) -> None:
    server = EmbeddedPostgres(home.path)
    try:
        # Imported while PostgreSQL starts; the other commands need not wait for five services.
        _, host = await asyncio.gather(
            server.start(), asyncio.to_thread(import_module, "satupintu.one_process")
        )
        gc.freeze()
        gc.enable()
        deployment = host.OneProcess(home, port, server)
        await deployment.run(opened=lambda: _welcome(home, deployment.url))
    finally:
        await server.stop()


@command.command()
def up(home: HomeOption = Path(".satupintu"), port: PortOption = None) -> None:
    """Runs each service as processes of its own, on PostgreSQL and Kafka, without Docker."""
    from satupintu.distributed import ManyProcesses

    configure_logging(level="WARNING")
    given = HostSettings()
    with _said_plainly(), present(Home(home)):
        deployment = ManyProcesses(
            Home(home),
            _port(port),
            kafka=given.kafka_bootstrap_servers,
            kafka_namespace=given.kafka_namespace,
            postgres=given.postgres_url.get_secret_value() if given.postgres_url else None,
        )
        run_on_loop(lambda: run_for_ever([lambda: _live(deployment)]))


@contextmanager
def _said_plainly() -> Iterator[None]:
    """What a start may meet is said in its own words, without a traceback."""
    reasons: list[str] = []
    try:
        yield
    except* _FORESEEN as problems:
        reasons = _reasons(problems)
    if reasons:
        console.print("\n".join(reasons), style="red", markup=False)
        raise typer.Exit(1)


def _reasons(problems: BaseExceptionGroup[Exception]) -> list[str]:
    reasons: list[str] = []
    for problem in problems.exceptions:
        if isinstance(problem, BaseExceptionGroup):
            reasons += _reasons(problem)
        else:
            reasons.append(str(problem))
    return reasons


async def _live(deployment: "ManyProcesses") -> None:
    await deployment.run(opened=lambda: _welcome(deployment.home, deployment.url))


@command.command()
def down(home: HomeOption = Path(".satupintu")) -> None:
    """Stops what `satupintu up` runs in this home."""
    stopped = dismiss(Home(home))
    console.print("Stopped; the data stay." if stopped else "Nothing runs here.")


@command.command()
def prepare(
    postgres: Annotated[
        str, typer.Option(help="The address of one who may create databases and roles.")
    ],
    into: Annotated[Path, typer.Option(help="Gets a folder of settings for each service.")],
    home: HomeOption = Path(".satupintu"),
    password: Annotated[
        str | None,
        typer.Option(
            envvar="POSTGRES_PASSWORD", show_envvar=True, help="The password of that address."
        ),
    ] = None,
) -> None:
    """Makes secrets, databases, settings and accounts for processes that others start."""
    from satupintu.prepare import NotPrepared, prepare_deployment, with_password

    configure_logging()
    address = with_password(postgres, password)
    try:
        run_on_loop(lambda: prepare_deployment(Home(home), postgres=address, into=into))
    except NotPrepared as problem:
        console.print(str(problem), style="red", markup=False)
        raise typer.Exit(1) from None
    console.print(f"Prepared. The accounts, with their passwords: {Home(home).accounts_file}")


@command.command()
def demo(home: HomeOption = Path(".satupintu")) -> None:
    """Plays the second quarter of 2024 of one office and leaves its report in HOME/demo."""
    from satupintu.demo import play

    configure_logging(level="ERROR")
    folder = Home(home).path / "demo"
    folder.mkdir(exist_ok=True)
    written: list[Path] = []

    async def played() -> None:
        written.extend(await play(folder, console.print))

    run_on_loop(played)
    console.print("\n" + "\n".join(os.path.relpath(one) for one in written))


@command.command("lint-report")
def lint_report(
    file: Annotated[Path, typer.Argument(help="A printed report's tables, as JSON.")],
) -> None:
    """Says what is wrong in a printed quarterly report, and why; 1 when something is."""
    from satupintu.lint import findings_in, shown

    try:
        findings = findings_in(file)
    except (OSError, ValueError) as problem:
        console.print(f"{file} cannot be read as a report: {problem}", style="red", markup=False)
        raise typer.Exit(2) from None
    console.print(shown(findings))
    raise typer.Exit(1 if findings else 0)


@command.command("rotate-keys")
def rotate_keys(
    home: HomeOption = Path(".satupintu"),
    retire: Annotated[
        bool, typer.Option(help="Take the old keys away, once nothing needs them.")
    ] = False,
) -> None:
    """Seals all personal data under new keys, while the deployment runs; can be run again."""
    from satupintu.rotation import NoNumberLeft, StillInUse
    from shared.database.key_rotation import RowsHeld

    configure_logging(level="WARNING")
    try:
        run_on_loop(lambda: _rotate(Home(home), retire=retire))
    except StillInUse as problem:
        console.print(f"{problem}; run `satupintu rotate-keys` first.", style="red", markup=False)
        raise typer.Exit(1) from None
    except RowsHeld:
        console.print("Rows were held by others all the time; run it again.", style="red")
        raise typer.Exit(1) from None
    except NoNumberLeft:
        console.print("Every number of a key is used: 255 keys are the most.", style="red")
        raise typer.Exit(1) from None


async def _rotate(home: Home, *, retire: bool) -> None:
    from satupintu.rotation import retire_old_keys, rotate_home

    async with _databases(home) as address:
        if retire:
            console.print(f"{await retire_old_keys(home, address)} old keys are gone.")
            return
        await rotate_home(home, address, say=console.print)
        console.print(
            "Nothing is under an old key. A backup from before today still needs the old keys; "
            "when none is kept any more: satupintu rotate-keys --retire"
        )


@asynccontextmanager
async def _databases(home: Home) -> AsyncIterator[Callable[[str], str]]:
    """Addresses on the server of the home: the given one, the one that runs, or our own for now."""
    given = HostSettings().postgres_url
    if given is not None:
        yield GivenServer(given.get_secret_value()).address
        return
    server = EmbeddedPostgres(home.path)
    try:
        await server.start()
    except AlreadyRunning:
        yield lambda service: address_in(home.path, service)
        return
    try:
        yield server.address
    finally:
        await server.stop()


@audit.command("verify")
def audit_verify(
    home: HomeOption = Path(".satupintu"),
    service: Annotated[
        list[str] | None, typer.Option(help="This service's log alone; may be given repeatedly.")
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(help="The file from /.well-known/seal-keys.json, kept elsewhere."),
    ] = None,
) -> None:
    """Says whether each service's log is as it was recorded and sealed, while the deployment runs.

    1 when something was edited, deleted, inserted, reordered, cut off or forged; 2 when it could
    not be verified."""
    from satupintu.seals import NotVerified, services_named, verified

    configure_logging(level="WARNING")

    async def verify() -> int:
        async with _databases(Home(home)) as address:
            return await verified(
                Home(home), address, services_named(service or ()), keys=keys, say=_plain
            )

    found: list[int] = []

    async def main() -> None:
        found.append(await verify())

    try:
        run_on_loop(main)
    except NotVerified as problem:
        console.print(f"Not verified: {problem}", style="red", markup=False)
        raise typer.Exit(2) from None
    raise typer.Exit(1 if found[0] else 0)


def _plain(line: str) -> None:
    console.print(line, markup=False, soft_wrap=True)


@audit.command("rotate-keys")
def audit_rotate_keys(home: HomeOption = Path(".satupintu")) -> None:
    """Seals with new keys from now on; older seals stay genuine."""
    from satupintu.seals import new_keys

    for name, key in new_keys(Home(home)).items():
        console.print(f"{name}: key {key} seals from now on.")


@command.command()
def verify_licence(
    code: Annotated[str, typer.Argument(help="What the QR code of a licence holds.")],
    keys: Annotated[
        Path, typer.Option(help="The file from /.well-known/licence-keys.json, fetched before.")
    ],
) -> None:
    """Says whether the QR code of a licence is genuine, without a network."""
    from satupintu.licence_codes import facts_of
    from shared.documents.sealed_code import CodeNotGenuine

    try:
        facts = facts_of(code, keys)
    except CodeNotGenuine:
        console.print("NOT GENUINE", style="red")
        raise typer.Exit(1) from None
    except (OSError, ValueError) as problem:
        console.print(f"The keys cannot be read: {problem}", style="red", markup=False)
        raise typer.Exit(2) from None
    console.print("GENUINE. Whether it is in force says the address in the code alone.")
    for label, value in facts.items():
        console.print(f"  {label:<12} {value}", markup=False)


@command.command()
def rotate_licence_key(home: HomeOption = Path(".satupintu")) -> None:
    """Seals the QR codes of licences with a new key; older codes stay genuine."""
    from satupintu.licence_codes import new_key

    console.print(f"Key {new_key(Home(home))} seals from now on.")


def _port(wanted: int | None) -> int:
    """The port that was asked for, or the default or the next free one after it."""
    if wanted is not None:
        if not _is_free(wanted):
            console.print(f"[red]Port {wanted} is taken. Give another one: PORT=…[/red]")
            raise typer.Exit(1)
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED):
        if _is_free(port):
            if port != DEFAULT_PORT:
                console.print(f"Port {DEFAULT_PORT} is taken; using {port}.")
            return port
    console.print("[red]No free port found. Give one: PORT=…[/red]")
    raise typer.Exit(1)


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _welcome(home: Home, url: str) -> None:
    accounts = os.path.relpath(home.accounts_file)
    console.print(
        f"\nSatuPintu is open at [bold]{url}[/bold]\n\n"
        f"  {url}/docs            the API, to read\n"
        f"  {url}/v1/offices      the offices of the first start\n"
        f"  {accounts}   an account for each role, with its password\n\n"
        "Ctrl-C stops it; the data stay.\n"
    )
