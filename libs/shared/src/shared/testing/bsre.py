"""The simulated Esign Client Service as a process behind a real socket."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx

from shared.children import Child
from shared.documents.bsre import BsreAddress
from shared.local_ports import free_port

SIMULATOR = Path(__file__).parents[5] / "deploy" / "simulators" / "bsre"
USER = "dpmptsp"
SECRET = "a secret of the simulator"
NIK = "8102150101700001"
PASSPHRASE = "empat kata acak panjang"
READY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SimulatedBsre:
    """The running simulator."""

    url: str
    folder: Path

    def address(
        self, version: Literal["v1", "v2"] = "v2", *, sign_seconds: float = 5.0
    ) -> BsreAddress:
        """How a signer reaches it."""
        return BsreAddress(
            url=self.url,
            version=version,
            user=USER,
            secret=SECRET,
            roots=self.roots,
            sign_seconds=sign_seconds,
        )

    @property
    def roots(self) -> Path:
        """The root that it certifies under, in a file."""
        path = self.folder / "bsre-root.pem"
        path.write_bytes(self._get("root.pem").content)
        return path

    def knows(self, name: str, *, nik: str = NIK, status: str = "ISSUE") -> None:
        """Makes a signatory known, with the passphrase of the tests."""
        body = {"nik": nik, "passphrase": PASSPHRASE, "name": name, "status": status}
        self._put("people", body)

    def behaves(self, fault: str | None = None, **more: Any) -> None:
        """Does this wrong from now on; without a fault, everything right."""
        self._put("behaviour", {"fault": fault, **more})

    @property
    def signatures(self) -> list[str]:
        """The SHA-256 of each document that was signed, in order."""
        signed: list[str] = self._get("record").json()["signatures"]
        return signed

    @property
    def calls(self) -> list[str]:
        """What was asked, in order."""
        calls: list[str] = self._get("record").json()["calls"]
        return calls

    def _get(self, what: str) -> httpx.Response:
        return httpx.get(f"{self.url}/simulator/{what}", trust_env=False).raise_for_status()

    def _put(self, what: str, body: dict[str, Any]) -> None:
        httpx.put(f"{self.url}/simulator/{what}", json=body, trust_env=False).raise_for_status()


@contextmanager
def simulated_bsre(folder: Path) -> Iterator[SimulatedBsre]:
    """A simulator of its own; its log stands in the folder."""
    port = free_port()
    command = [sys.executable, str(SIMULATOR), "--port", str(port)]
    child = Child([*command, "--user", USER, "--secret", SECRET], log=folder / "bsre.log")
    child.start()
    simulator = SimulatedBsre(f"http://127.0.0.1:{port}", folder)
    try:
        child.wait_until(lambda: _answers(simulator.url), seconds=READY_SECONDS)
        yield simulator
    finally:
        child.kill()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/simulator/record", trust_env=False).is_success
    except httpx.TransportError:
        return False
