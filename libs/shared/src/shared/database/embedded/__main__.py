"""`python -m shared.database.embedded --home DIR [--port N]`: the server in the foreground."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from shared.database.embedded import EmbeddedPostgres, EmbeddedPostgresError


async def run(home: Path, port: int | None) -> int:
    """Serves until it is told to stop; 1 when the server dies by itself."""
    server = EmbeddedPostgres(home, port=port)
    await server.start()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    sys.stdout.write(f"ready: process {server.pid}, log in {server.log}\n")
    sys.stdout.flush()
    death, told = asyncio.create_task(server.died()), asyncio.create_task(stop.wait())
    await asyncio.wait((death, told), return_when=asyncio.FIRST_COMPLETED)
    death.cancel()
    told.cancel()
    await server.stop()
    return 0 if stop.is_set() else 1


def main() -> int:
    """Reads the arguments; says why and returns 1 when the server cannot run."""
    parser = argparse.ArgumentParser(prog="python -m shared.database.embedded", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="where its data are kept")
    parser.add_argument("--port", type=int, help="a port on 127.0.0.1 beside the unix socket")
    arguments = parser.parse_args()
    try:
        return asyncio.run(run(arguments.home, arguments.port))
    except EmbeddedPostgresError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
