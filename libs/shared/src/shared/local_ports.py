"""Free local ports for the servers we start ourselves.

They lie below the range from which the system numbers outgoing connections: a client that keeps
trying to reach a stopped server on a port of that range can connect to itself, and then the
server's own port is taken when it comes back.
"""

import contextlib
import random
import socket

_LOWEST = 20_000
_HIGHEST = 32_000
_TRIES = 200


class NoFreePort(Exception):
    """No free port was found."""


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback at this moment."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    for _ in range(_TRIES):
        port = random.randrange(_LOWEST, _HIGHEST)  # noqa: S311 - not a secret
        if is_free(port):
            return port
    raise NoFreePort
