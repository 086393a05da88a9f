"""Where a cluster is kept: in its home, or, where its account may not enter that, beside it.

The home remembers a place elsewhere, so that the same home always finds the same cluster.
"""

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from shared.database.embedded.account import Account, EmbeddedPostgresError, account_for

ELSEWHERE = Path("/var/lib/satupintu")
# The system's limit for the whole path of a socket, the closing zero left out.
_LONGEST_SOCKET_PATH = 103
_LONGEST_SOCKET_NAME = len("/.s.PGSQL.65535")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One cluster on disk: its account and its folders."""

    cluster: Path
    account: Account
    password_file: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own directory."""
        return self.cluster / "data"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.cluster / "postgres.log"

    @property
    def owner_file(self) -> Path:
        """Locked by the one process that runs this cluster."""
        return self.cluster / "owner.pid"

    @property
    def name(self) -> str:
        """Tells this cluster's processes from those of any other."""
        return "satupintu-" + hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:12]


def place_in(home: Path, *, elsewhere: Path) -> Place:
    """Finds or makes the place of this home's cluster."""
    home = _made(home)
    cluster = _cluster_of(home, elsewhere)
    account = account_for(cluster)
    if not account.can_enter(cluster.parent):
        message = f"user {account.uid}, who runs PostgreSQL, cannot enter {cluster.parent}"
        raise EmbeddedPostgresError(message)
    if not cluster.exists():
        cluster.mkdir(mode=0o700)
    if not account.is_ours:
        os.chown(cluster, account.uid, account.gid)
    return Place(cluster=cluster, account=account, password_file=home / "postgres.password")


def socket_directory(place: Place) -> Path:
    """A directory for the socket: in the cluster, or a private short one if that is too long."""
    longest = _LONGEST_SOCKET_PATH - _LONGEST_SOCKET_NAME
    inside = place.cluster / "socket"
    if len(os.fsencode(inside)) <= longest:
        inside.mkdir(mode=0o700, exist_ok=True)
        return _given(inside, place.account)
    note = place.cluster / "socket.location"
    if note.exists() and _is_private(kept := Path(note.read_text()), place.account):
        return kept
    made = _given(Path(tempfile.mkdtemp(prefix="satupintu-", dir="/tmp")), place.account)
    note.write_text(str(made))
    return made


def password_of(place: Place) -> str:
    """The superuser's password, made once and readable by the owner alone."""
    if place.password_file.exists():
        return place.password_file.read_text()
    password = secrets.token_urlsafe(32)
    descriptor = os.open(place.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
        file.flush()
        os.fsync(file.fileno())
    return password


def _made(home: Path) -> Path:
    home = home.absolute()
    if not home.exists():
        home.mkdir(parents=True)
        # What is secret in a home has its own mode; the server's account must pass through.
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return home.resolve()


def _cluster_of(home: Path, elsewhere: Path) -> Path:
    note = home / "postgres.location"
    if note.exists():
        cluster = Path(note.read_text())
    elif (cluster := home / "postgres").exists() or account_for(cluster).can_enter(home):
        return cluster
    else:
        cluster = elsewhere / secrets.token_hex(6)
        note.write_text(str(cluster))
    cluster.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    return cluster


def _given(directory: Path, account: Account) -> Path:
    if not account.is_ours:
        os.chown(directory, account.uid, account.gid)
    return directory


def _is_private(directory: Path, account: Account) -> bool:
    try:
        found = directory.lstat()
    except OSError:
        return False
    is_directory = stat.S_ISDIR(found.st_mode)
    return is_directory and found.st_uid == account.uid and not found.st_mode & 0o077
