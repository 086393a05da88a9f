"""The `satupintu` command."""

import os
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from satupintu.home import Home
from shared.database.embedded import AlreadyRunning, EmbeddedPostgresError
from shared.runtime.serve import run as run_on_loop
from shared.telemetry import configure_logging

DEFAULT_PORT = 8000
PORTS_TRIED = 50

command = typer.Typer(no_args_is_help=True, help="SatuPintu, the backend of a licensing office.")
console = Console(stderr=False, highlight=False)

HomeOption = Annotated[
    Path, typer.Option(envvar="SATUPINTU_HOME", help="Where data, secrets and accounts stand.")
]
PortOption = Annotated[int | None, typer.Option(envvar="PORT", help="The gateway's port.")]


@command.command()
def run(home: HomeOption = Path(".satupintu"), port: PortOption = None) -> None:
    """Runs everything in one process, with an embedded PostgreSQL."""
    # Imported here: the other commands need not wait for five services.
    from satupintu.one_process import OneProcess

    configure_logging(level="WARNING")
    deployment = OneProcess(Home(home), _port(port))
    try:
        run_on_loop(
            lambda: deployment.run(opened=lambda: _welcome(deployment.home, deployment.url))
        )
    except (AlreadyRunning, EmbeddedPostgresError) as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from None


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
        f"  {url}/docs            the API, to read and to try\n"
        f"  {url}/v1/offices      the offices of the first start\n"
        f"  {accounts}   an account for each role, with its password\n\n"
        "Ctrl-C stops it; the data stay.\n"
    )
