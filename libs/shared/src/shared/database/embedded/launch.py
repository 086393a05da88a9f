"""Becomes `postgres` (or initdb) as another account, tied to the life of its owner.

Run by its path, without the package: `python -I -S launch.py OWNER_PID UID GID PROGRAM ARGUMENTS…`.
The death signal comes last because a change of account clears it; an owner that died in the
meantime is noticed by the changed parent.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def launch(owner: int, uid: int, gid: int, command: list[str]) -> None:
    """Never returns: it becomes the command or ends."""
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    os.umask(0o077)
    if sys.platform == "linux":
        # SIGINT is PostgreSQL's fast shutdown: sessions are ended and everything is written.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != owner:
        sys.exit("the owner is gone")
    os.execv(command[0], command)  # noqa: S606 - the owner's own command


if __name__ == "__main__":
    launch(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
