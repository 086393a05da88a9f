"""The simulated SiCANTIK Cloud as a process behind a real socket."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from shared.children import Child
from shared.local_ports import free_port

SIMULATOR = Path(__file__).parents[5] / "deploy" / "simulators" / "sicantik"
BEARER, API_KEY, SALT = "a bearer of the simulator", "a key of the simulator", "a grain of salt"
READY_SECONDS = 30
SPLP = "0f3d8f3a-7f2b-4f6e-9a51-5d3f0c2b7a11"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SimulatedSicantik:
    """The running simulator."""

    url: str

    def template_data(self, **more: Any) -> dict[str, Any]:
        """How an office reaches its public outputs: each with other names of parameters."""
        return {
            "shape": "template_data",
            "url": f"{self.url}/api/TemplateData/keluaran",
            "applications": {"id": "38416"},
            "issued": {"id": "37133", "first_day": "key1", "last_day": "key2", "is_quoted": True},
            "steps": {"id": "10916"},
            "rows_per_page": 2,
            "seconds": 2.0,
            "tries": 2,
        } | more

    def splp(self, **more: Any) -> dict[str, Any]:
        """How an office reaches it through SPLP."""
        return {
            "shape": "splp",
            "url": f"{self.url}/splp/{SPLP}",
            "bearer": BEARER,
            "api_key": API_KEY,
            "salt": SALT,
            "agency_id": "77",
            "seconds": 2.0,
            "tries": 2,
        } | more

    def has(self, *rows: Row) -> None:
        """These are its rows from now on."""
        self._put("rows", {"rows": list(rows)})

    def behaves(self, fault: str | None = None, **more: Any) -> None:
        """Does this wrong from now on; without a fault, everything right."""
        self._put("behaviour", {"fault": fault, **more})

    @property
    def calls(self) -> list[dict[str, str]]:
        """What was asked, in order."""
        answer = httpx.get(f"{self.url}/simulator/record", trust_env=False).raise_for_status()
        calls: list[dict[str, str]] = answer.json()["calls"]
        return calls

    def _put(self, what: str, body: dict[str, Any]) -> None:
        httpx.put(f"{self.url}/simulator/{what}", json=body, trust_env=False).raise_for_status()


def application_row(number: str, **changes: Any) -> Row:
    """A row as SiCANTIK shows it; nobody of it exists."""
    return {
        "no_permohonan": number,
        "jenis_izin_id": "1044",
        "jenis_izin": "Izin PAUD",
        "tipe_pemohon": "PERUSAHAAN",
        "nama": "Pemohon Contoh",
        "nama_perusahaan": "Yayasan Contoh",
        "alamat": "Jalan Contoh 2",
        "email": "yayasan@contoh.example",
        "no_hp": "0811 0000 000",
        "tgl_lahir": "1990-01-01",
        "lokasi_izin": "Jalan Contoh 2",
        "tgl_pengajuan": "2026-06-12 09:30:00",
        "status": "Proses",
        "no_izin": None,
        "tgl_penetapan": None,
    } | changes


@contextmanager
def simulated_sicantik(folder: Path) -> Iterator[SimulatedSicantik]:
    """A simulator of its own; its log stands in the folder."""
    port = free_port()
    command = [sys.executable, str(SIMULATOR), "--port", str(port), "--bearer", BEARER]
    child = Child([*command, "--api-key", API_KEY, "--salt", SALT], log=folder / "sicantik.log")
    child.start()
    simulator = SimulatedSicantik(f"http://127.0.0.1:{port}")
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
