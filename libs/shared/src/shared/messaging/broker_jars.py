"""Brings the broker's jars from `deploy/kafka/pom.xml` by Maven, once; later runs ask nobody.

Beside the jars lies an archive of loaded classes (class data sharing), which halves each start; the
first broker that is stopped in good order leaves it.
"""

import fcntl
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[5] / "deploy" / "kafka"
LEAST_JAVA = 17
_INSTALL_SECONDS = 900


class BrokerUnavailable(Exception):
    """This machine cannot run the broker; the message says what is missing."""


def archive() -> Path:
    """Where the archive of loaded classes is kept."""
    return HOME / "target" / "broker.jsa"


def class_path() -> str:
    """Every jar, for the Java launcher to expand."""
    return f"{HOME / 'target' / 'jars'}/*"


@cache
def missing() -> str | None:
    """What this machine lacks to run the broker, None when nothing."""
    if not (HOME / "pom.xml").exists():
        return "deploy/kafka/pom.xml is not there"
    if _java_version() < LEAST_JAVA:
        return f"Java {LEAST_JAVA} or newer is not installed"
    if not _is_installed() and shutil.which("mvn") is None:
        return "Maven is not installed"
    return None


def install() -> None:
    """Fetches the jars unless they are there; raises BrokerUnavailable when it cannot."""
    lack = missing()
    if lack is not None:
        raise BrokerUnavailable(lack)
    with _one_at_a_time():
        if not _is_installed():
            _fetch()
            _stamp().write_text(_fingerprint())


def _fetch() -> None:
    shutil.rmtree(HOME / "target" / "jars", ignore_errors=True)
    archive().unlink(missing_ok=True)
    done = subprocess.run(  # noqa: S603
        ("mvn", "-q", "-B", "-f", str(HOME / "pom.xml"), "package"),  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        timeout=_INSTALL_SECONDS,
    )
    if done.returncode != 0:
        raise BrokerUnavailable(f"Maven could not bring the broker: {done.stdout[-1500:]}")


def _is_installed() -> bool:
    return _stamp().exists() and _stamp().read_text() == _fingerprint()


def _stamp() -> Path:
    return HOME / "target" / "installed"


def _fingerprint() -> str:
    return hashlib.sha256((HOME / "pom.xml").read_bytes()).hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    (HOME / "target").mkdir(exist_ok=True)
    with (HOME / "target" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _java_version() -> int:
    java = shutil.which("java")
    if java is None:
        return 0
    said = subprocess.run(  # noqa: S603
        (java, "-version"), capture_output=True, text=True, check=False
    ).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0
