"""The settings of the server, given on its command line so that this page is the only truth.

Durability is PostgreSQL's own default and is taken away for throwaway clusters alone.
"""

import sys
from pathlib import Path

_PLAIN = {
    "unix_socket_permissions": "0700",
    "shared_buffers": "32MB",
    "max_connections": "300",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    # The statement and the detail of an error hold what people have written.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
_FIRST_WITH_IO_METHOD = 18
_FIRST_WITH_BUILTIN_LOCALE = 17


def server_settings(
    *, name: str, socket: Path, port: int | None, durable: bool, major: int
) -> tuple[str, ...]:
    """The options after `-D`; without a port the server is reached by its socket alone."""
    chosen = {
        **_PLAIN,
        "cluster_name": name,
        "unix_socket_directories": _quoted(socket),
        "listen_addresses": "127.0.0.1" if port else "",
        **({"port": str(port)} if port else {}),
        **({} if durable else _THROWAWAY),
        # Three worker processes less; the databases of one office fit into memory.
        **({"io_method": "sync"} if major >= _FIRST_WITH_IO_METHOD else {}),
    }
    return tuple(word for key, value in chosen.items() for word in ("-c", f"{key}={value}"))


def initdb_options(*, major: int, durable: bool) -> tuple[str, ...]:
    """Passwords for everybody, checksums, and an order of words that no system changes."""
    common = ("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums")
    if major >= _FIRST_WITH_BUILTIN_LOCALE:
        order: tuple[str, ...] = ("--locale-provider=builtin", "--locale=C.UTF-8")
    else:
        order = ("--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C",)
    return (*common, *order, *(() if durable else ("--no-sync",)))


def _quoted(directory: Path) -> str:
    """A list of one: PostgreSQL splits at commas unless the name is quoted."""
    return '"' + str(directory).replace('"', '""') + '"'
