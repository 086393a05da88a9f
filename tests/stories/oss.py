"""OSS tells of a business and its permit; the office's licence and its sanction reach OSS."""

from dataclasses import dataclass
from typing import Any

from satupintu.demo.visitor import eventually
from shared.testing.oss import SimulatedOss
from stories.door import Door, Json
from stories.licence import LicenceStory

REGION = "8102011001"
PROJECT = "R-20260615-000000001"


@dataclass(slots=True)
class OssStory:
    """A business of OSS with one permit that the office decides."""

    door: Door
    oss: SimulatedOss
    nib: str
    id_izin: str

    def tells_of_the_business(self) -> Json:
        """OSS calls the office with `receiveNIB`."""
        secret = next(one["password"] for one in self.door.accounts if one["username"] == "oss")
        self.oss.calls_at(str(self.door.http.base_url), client_secret=secret)
        told = self.oss.tells("receiveNIB", {"dataNIB": self.business}, nib=self.nib)
        assert told["status"] == 200, told
        answer: Json = told["answer"]["responreceiveNIB"]
        return answer

    @property
    def business(self) -> dict[str, Any]:
        """As OSS has it, with the blank that the PIA writes."""
        place = {
            "proyek_daerah_id": REGION,
            "alamat_usaha": "Jalan Contoh 7",
            "lat_lng": "-5.6,132.7",
        }
        project = {
            "id_proyek": PROJECT,
            "kbli": "73100",
            "skala_resiko": "MT",
            "jumlah_investasi": 100_000_000,
            "data_lokasi_proyek": [place],
        }
        permit = {
            "id_izin": self.id_izin,
            "id_proyek": PROJECT,
            "kd_izin": "000000000001",
            "kd_daerah": REGION,
            "jenis_izin": "K03",
        }
        return {
            "nib": self.nib,
            "oss_id": "P02-20260615-0000001",
            "kd_daerah": REGION,
            "nama_perseroan": "PT CONTOH USAHA",
            "alamat_perseroan": "Jalan Contoh 1",
            "skala_usaha": "02",
            "status_nib": "01",
            "tipe_dokumen ": "9",
            "data_proyek": [project],
            "data_checklist": [permit],
        }

    async def supervised(self, office: str) -> Json:
        """The business as supervision knows it, once it has its name and its place."""
        official = await self.door.staff("licensing_official", office)

        async def knows() -> Json | None:
            answer = await official.call("GET", f"/v1/businesses/{self.nib}", expect=None)
            found: Json = answer.json() if answer.status_code == 200 else {}
            return found if found.get("name") else None

        found: Json = await eventually(knows)
        return found

    async def apply(self) -> LicenceStory:
        """An application that names the permit of OSS and nothing but its id."""
        self.oss.opens(
            self.id_izin,
            nib=self.nib,
            id_proyek=PROJECT,
            oss_id="P02-20260615-0000001",
        )
        story = LicenceStory(self.door, nib=self.nib)
        await story.until_validated({"metadata": {"oss": {"id_izin": self.id_izin}}})
        return story

    @property
    def statuses(self) -> list[str]:
        """What OSS recorded of the permit, in order."""
        return [one["status"] for one in self.oss.recorded if one["id_izin"] == self.id_izin]

    async def reaches(self, *statuses: str) -> None:
        """Returns when OSS has recorded exactly these, in order."""

        async def has() -> bool:
            return self.statuses[-1:] == list(statuses[-1:])

        await eventually(has)
        assert self.statuses == list(statuses), self.statuses
