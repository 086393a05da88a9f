"""How a database of an embedded server is named to those who connect."""

from pathlib import Path
from urllib.parse import quote

from shared.database.embedded.placement import ELSEWHERE, password_of, place_in, socket_directory

SUPERUSER = "satupintu"
SOCKET_ONLY_PORT = 5432


def socket_address(socket: Path, port: int, *, database: str, user: str, password: str) -> str:
    """The SQLAlchemy address through the unix socket in this directory."""
    where = f"host={quote(str(socket), safe='')}&port={port}"
    return f"postgresql+asyncpg://{_who(user, password)}@/{quote(database, safe='')}?{where}"


def tcp_address(port: int, *, database: str, user: str, password: str) -> str:
    """The SQLAlchemy address on the loopback."""
    return (
        f"postgresql+asyncpg://{_who(user, password)}@127.0.0.1:{port}/{quote(database, safe='')}"
    )


def address_in(home: Path, database: str, *, port: int | None = None) -> str:
    """The superuser's address for a process that did not start the server itself."""
    place = place_in(home, elsewhere=ELSEWHERE)
    return socket_address(
        socket_directory(place),
        port or SOCKET_ONLY_PORT,
        database=database,
        user=SUPERUSER,
        password=password_of(place),
    )


def _who(user: str, password: str) -> str:
    return f"{quote(user, safe='')}:{quote(password, safe='')}"
