"""The account under which `postgres` runs: never root, and never one that we would have to add.

PostgreSQL refuses to run as root, so a root owner lends it an unprivileged account; everybody
else runs it as themselves.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

# Every Unix has at least one of them; a name is needed because initdb looks its user up.
_UNPRIVILEGED = ("nobody", "daemon")


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot run; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user and a group by number."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether it is the account that this program itself runs under."""
        return self.uid == os.geteuid()

    def can_enter(self, directory: Path) -> bool:
        """Whether it may pass through this directory and every one above it."""
        way = (directory, *directory.parents)
        return self.is_ours or all(self._may(step, stat.S_IXUSR) for step in way)

    def can_read(self, file: Path) -> bool:
        """Whether it may reach and read this file."""
        return self.is_ours or (self.can_enter(file.parent) and self._may(file, stat.S_IRUSR))

    def _may(self, path: Path, permission: int) -> bool:
        found = path.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & permission)
        if found.st_gid == self.gid:
            return bool(found.st_mode & (permission >> 3))
        return bool(found.st_mode & (permission >> 6))


def account_for(cluster: Path) -> Account:
    """Who runs the cluster that is or will be kept in this directory.

    A cluster that stands keeps its account. Raises EmbeddedPostgresError when it belongs to
    somebody whom we cannot become.
    """
    ours = Account(os.geteuid(), os.getegid())
    if not cluster.exists():
        return unprivileged() if ours.uid == 0 else ours
    owner = Account(cluster.stat().st_uid, cluster.stat().st_gid)
    if ours.uid == 0:
        return unprivileged() if owner.uid == 0 else owner
    if owner.uid != ours.uid:
        message = f"{cluster} belongs to user {owner.uid}: start as root or as that user"
        raise EmbeddedPostgresError(message)
    return ours


def unprivileged() -> Account:
    """An account without rights that every system has."""
    for name in _UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    message = "PostgreSQL does not run as root and this system has no user nobody: start as a user"
    raise EmbeddedPostgresError(message)
