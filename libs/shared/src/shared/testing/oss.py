"""The simulated OSS as a process behind a real socket."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from shared.children import Child
from shared.local_ports import free_port

SIMULATOR = Path(__file__).parents[5] / "deploy" / "simulators" / "oss"
USER_KEY = "a key of the simulator"
READY_SECONDS = 30
# It speaks no TLS: certificates are not even read.
PLAIN: dict[str, Any] = {"trust_env": False, "verify": False}


@dataclass(frozen=True, slots=True)
class SimulatedOss:
    """The running simulator."""

    url: str

    @property
    def methods(self) -> str:
        """What stands before a method's name."""
        return f"{self.url}/v1/kl/rba"

    def opens(self, id_izin: str, *, nib: str, **more: str) -> dict[str, str]:
        """Makes a permit known; returns the ids that an application names."""
        permit = {
            "id_izin": id_izin,
            "nib": nib,
            "id_proyek": f"R-{id_izin}",
            "oss_id": f"P02-{id_izin}",
            "kd_izin": "000000000001",
        } | more
        self._put("permits", permit)
        return {name: text for name, text in permit.items() if name not in {"nib", "kd_status"}}

    def knows(self, nib: str, business: dict[str, Any]) -> None:
        """Makes a business known, as `dataNIB` has it."""
        self._put(f"businesses/{nib}", business)

    def behaves(self, fault: str | None = None, **more: Any) -> None:
        """Does this wrong from now on; without a fault, everything right."""
        self._put("behaviour", {"fault": fault, **more})

    def calls_at(self, address: str, *, client_secret: str) -> None:
        """From now on this is the office that it calls."""
        self._put("office", {"address": address, "client_secret": client_secret})

    def tells(self, method: str, body: dict[str, Any], *, nib: str) -> dict[str, Any]:
        """Calls the office; its status and its answer."""
        told = {"method": method, "body": body, "nib": nib}
        answer = httpx.post(f"{self.url}/simulator/messages", json=told, timeout=30, **PLAIN)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    @property
    def recorded(self) -> list[dict[str, Any]]:
        """What offices had recorded, in order."""
        found: list[dict[str, Any]] = self._record()["recorded"]
        return found

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """The same in short: method and status."""
        return [(one["method"], one["status"]) for one in self.recorded]

    @property
    def calls(self) -> list[str]:
        """The methods that were called, in order."""
        found: list[str] = self._record()["calls"]
        return found

    def _record(self) -> dict[str, Any]:
        answer = httpx.get(f"{self.url}/simulator/record", **PLAIN)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def _put(self, what: str, body: dict[str, Any]) -> None:
        httpx.put(f"{self.url}/simulator/{what}", json=body, **PLAIN).raise_for_status()


@contextmanager
def simulated_oss(
    folder: Path,
) -> Iterator[SimulatedOss]:
    """A simulator of its own; its log stands in the folder."""
    port = free_port()
    command = [sys.executable, str(SIMULATOR), "--port", str(port), "--user-key", USER_KEY]
    child = Child(command, log=folder / "oss.log")
    child.start()
    simulator = SimulatedOss(f"http://127.0.0.1:{port}")
    try:
        child.wait_until(lambda: _answers(simulator.url), seconds=READY_SECONDS)
        yield simulator
    finally:
        child.kill()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/simulator/record", **PLAIN).is_success
    except httpx.TransportError:
        return False
