"""A cluster on disk and the programs started on it, each under the account that it belongs to."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.database.embedded.account import EmbeddedPostgresError
from shared.database.embedded.address import SUPERUSER
from shared.database.embedded.binaries import Binaries
from shared.database.embedded.placement import Place
from shared.database.embedded.tuning import initdb_options

_LOG_TAIL_BYTES = 1500
_LARGEST_LOG_BYTES = 10_000_000
_LAUNCH = Path(__file__).with_name("launch.py")
_PLAIN_ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"}


def make_cluster(place: Place, binaries: Binaries, *, password: str, durable: bool) -> None:
    """Makes it under another name first, so that a cluster is whole or absent."""
    half = place.cluster / "data.new"
    shutil.rmtree(half, ignore_errors=True)
    password_file = place.cluster / "password.new"
    _write_for(place, password_file, password)
    command = (
        *(str(binaries.initdb), "-D", str(half), "-U", SUPERUSER),
        *(f"--pwfile={password_file}", *initdb_options(major=binaries.major, durable=durable)),
    )
    try:
        code = spawn(place, command).wait()
    finally:
        password_file.unlink()
    if code != 0:
        message = f"initdb ended with {code}: {last_words(place.log)}"
        raise EmbeddedPostgresError(message)
    half.rename(place.data)
    if durable:
        _sync_directory(place.cluster)


def spawn(place: Place, command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Starts a program that ends with the *thread* that calls this, or with our process."""
    _cut(place.log)
    account = place.account
    lent = (str(os.getpid()), str(account.uid), str(account.gid))
    with place.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - the command is our own
            (sys.executable, "-I", "-S", str(_LAUNCH), *lent, *command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=_PLAIN_ENVIRONMENT,
            cwd="/",
            # A Ctrl-C at the terminal is for the owner, who stops the server last.
            start_new_session=True,
        )


def major_of(place: Place) -> int | None:
    """The version that made the cluster, None while there is none."""
    version = place.data / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None


def _write_for(place: Place, file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    if not place.account.is_ours:
        os.chown(file, place.account.uid, place.account.gid)


def _cut(log: Path) -> None:
    """Keeps one earlier log once it has grown large."""
    if log.exists() and log.stat().st_size > _LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def last_words(log: Path) -> str:
    """The end of a log, to say what went wrong."""
    if not log.exists():
        return "it said nothing"
    return log.read_bytes()[-_LOG_TAIL_BYTES:].decode(errors="replace").strip()


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
