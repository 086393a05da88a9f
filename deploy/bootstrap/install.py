"""Makes .venv what requirements.lock says, with a Python that may lack pip and ensurepip.

The vendored pip brings the pinned uv, uv brings the rest; where uv cannot, pip does it alone,
slower. Everything that is fetched is named with its hash. Only the standard library is used.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = ROOT / ".bootstrap"
LOCK = ROOT / "requirements.lock"
MEMBERS = ("libs/shared", "services/*", "deploy/embedded")
MADE_AT = VENV / ".made-at"
STAMP = VENV / ".installed"
ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"

sys.path.insert(0, str(HERE))
import package_index  # noqa: E402 - it lies beside this file, which runs isolated


def main() -> int:
    """Installs unless it is done; --is-done only says whether it is, --uv only fetches uv."""
    if "--is-done" in sys.argv[1:]:
        return 0 if is_done() else 1
    TOOLS.mkdir(exist_ok=True)
    if "--uv" in sys.argv[1:]:
        told = package_index.environment(os.environ, pip_config(), cache=own_cache())
        return 0 if has_uv(told) else 1
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_done():
            install()
    return 0


def is_done() -> bool:
    """Whether .venv stands here and was made of exactly these files."""
    return STAMP.exists() and STAMP.read_text() == wanted() and is_usable()


def install() -> None:
    """Brings .venv to what is wanted, from nothing if need be."""
    if not is_usable():
        say("making .venv with Python " + sys.version.split()[0])
        make_venv()
    STAMP.unlink(missing_ok=True)
    say("installing what requirements.lock names")
    told = pip_config()
    environment = package_index.environment(os.environ, told, cache=own_cache())
    options = package_index.uv_options(told)
    if not (has_uv(environment) and sync_with_uv(environment, options)):
        say("without uv, which takes longer")
        sync_with_pip(environment)
    compile_all()
    STAMP.write_text(wanted())


def is_usable() -> bool:
    """Whether .venv still runs the Python it was made with, and was not moved or copied here."""
    if not MADE_AT.exists():
        return False
    place, _, version = MADE_AT.read_text().partition("\n")
    try:
        answer = subprocess.run(  # noqa: S603 - our own interpreter
            [PYTHON, "-I", "-S", "-c", ASK_VERSION], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return place == str(VENV) and answer.stdout.strip() == version


def make_venv() -> None:
    """Makes it anew, without pip, so that ensurepip is not asked for."""
    if VENV.is_symlink():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    run(
        [sys.executable, "-I", "-m", "venv", "--without-pip", str(VENV)],
        package_index.plain(os.environ),
    )
    MADE_AT.write_text(f"{VENV}\n{sys.version_info.major}.{sys.version_info.minor}")


def wanted() -> str:
    """A fingerprint of everything that decides what .venv holds."""
    files = [LOCK, *sorted(HERE.glob("*.*")), *(path / "pyproject.toml" for path in members())]
    digest = hashlib.sha256(str(VENV).encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def members() -> list[Path]:
    """The folders of the workspace's own packages."""
    found = (path for pattern in MEMBERS for path in sorted(ROOT.glob(pattern)))
    return [path for path in found if (path / "pyproject.toml").exists()]


def editable() -> list[str]:
    """The arguments that install the members where they lie, built by the locked builder."""
    return ["--no-deps", "--no-build-isolation", *(f"--editable={path}" for path in members())]


def has_uv(environment: dict[str, str]) -> bool:
    """Whether the pinned uv is at hand, fetched if need be."""
    pinned = (HERE / "uv.txt").read_text()
    note = TOOLS / "uv.installed"
    if note.exists() and note.read_text() == pinned and uv().exists():
        return True
    target = TOOLS / "uv"
    shutil.rmtree(target, ignore_errors=True)
    pinning = ["--no-deps", "--require-hashes", "--only-binary=:all:"]
    fetch = ["install", *pinning, "--target", str(target), "-r", str(HERE / "uv.txt")]
    if not pip(fetch, environment, must=False):
        return False
    note.write_text(pinned)
    return True


def uv() -> Path:
    """The program."""
    return TOOLS / "uv" / "bin" / "uv"


def sync_with_uv(environment: dict[str, str], options: list[str]) -> bool:
    """Exactly the lock, then the members; False when uv could not."""
    where = ["--quiet", "--python", str(PYTHON), *options]
    sync = [str(uv()), "pip", "sync", *where, "--require-hashes", str(LOCK)]
    own = [str(uv()), "pip", "install", *where, *editable()]
    return run(sync, environment, must=False) and run(own, environment, must=False)


def sync_with_pip(environment: dict[str, str]) -> None:
    """The same with pip, into a fresh .venv because pip takes nothing away."""
    make_venv()
    pip(["install", "--require-hashes", "--no-deps", "-r", str(LOCK)], environment)
    pip(["install", *editable()], environment)


def compile_all() -> None:
    """Compiles what was installed and what is ours, so that a start need not; a file that cannot
    be compiled (a template, a test of a parser) is nobody's loss."""
    sources = [str(path / "src") for path in members()]
    command = [str(PYTHON), "-I", "-m", "compileall", "-qq", "-j", "0", str(VENV / "lib"), *sources]
    run(command, package_index.plain(os.environ), must=False)


def pip(arguments: Sequence[str], environment: dict[str, str], *, must: bool = True) -> bool:
    """Runs the vendored pip inside .venv."""
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    command = [str(PYTHON), "-I", str(wheel() / "pip"), *arguments, *quiet]
    if os.geteuid() == 0:
        command += ["--root-user-action=ignore"] if arguments[0] == "install" else []
    return run(command, environment, must=must)


def pip_config() -> str:
    """What the user has told pip, in its files and in the environment."""
    answer = subprocess.run(  # noqa: S603 - the vendored pip
        [PYTHON, "-I", wheel() / "pip", "config", "list"],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout


def wheel() -> Path:
    """The vendored pip, which runs from its own archive."""
    return next(HERE.glob("pip-*.whl"))


def own_cache() -> Path | None:
    """Where to keep caches when the user's home cannot be written to."""
    try:
        home = Path.home()
    except RuntimeError:
        return TOOLS / "cache"
    return None if os.access(home, os.W_OK) else TOOLS / "cache"


def run(command: Sequence[str], environment: dict[str, str], *, must: bool = True) -> bool:
    """Runs a program; one that must succeed ends everything with its own message."""
    code = subprocess.run(  # noqa: S603 - commands of this file
        command, env=environment, cwd=ROOT, check=False
    ).returncode
    if code != 0 and must:
        sys.exit(f"installing failed ({Path(command[0]).name} ended with {code}), see above")
    return code == 0


def say(text: str) -> None:
    """One line for the person who waits."""
    sys.stderr.write(f"satupintu: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
