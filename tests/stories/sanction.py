"""Story B: a violation found starts a sanction that suspends the licence (Perbup Sumba Timur
32/2023 Ps 5, 10, 21)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from satupintu.demo.visitor import eventually
from stories.door import Json
from stories.licence import LicenceStory


@dataclass(slots=True)
class SanctionStory:
    """The business of a signed licence is inspected, sanctioned, and reinstated."""

    licence: LicenceStory
    inspection_id: str = ""
    violation_id: str = ""
    sanction_id: str = ""

    @property
    def office(self) -> str:
        """The office of the licence."""
        return self.licence.office

    @property
    def licence_id(self) -> str:
        """The licence that is touched."""
        licence_id: str = self.licence.application["licence"]["id"]
        return licence_id

    async def business(self) -> Json:
        """The business, once the inspection service knows this licence of it."""
        official = await self.licence.door.staff("licensing_official", self.office)

        async def knows() -> Json | None:
            answer = await official.call("GET", f"/v1/businesses/{self.licence.nib}", expect=None)
            if answer.status_code != 200:
                return None
            found: Json = answer.json()
            known = {one["id"] for one in found["licences"]}
            return found if self.licence_id in known and found["locations"] else None

        business: Json = await eventually(knows)
        return business

    async def inspect(self) -> str:
        """An incidental inspection with a letter, and a BAP with a medium violation."""
        door = self.licence.door
        official = await door.staff("licensing_official", self.office)
        head = await door.staff("head", self.office)
        inspector = await door.staff("inspector", self.office)
        business = await self.business()
        inspection = await official.post(
            "/v1/inspections",
            {
                "kind": "incidental",
                "mode": "physical",
                "nib": self.licence.nib,
                "location_id": business["locations"][0]["id"],
                "trigger": "indication",
            },
            expect=201,
        )
        self.inspection_id = inspection["id"]
        path = f"/v1/inspections/{self.inspection_id}"
        today = datetime.now(UTC).date() - timedelta(days=1)
        await head.post(
            f"{path}/assignment",
            {
                "inspectors": [inspector.username],
                "valid_from": today.isoformat(),
                "valid_until": (today + timedelta(days=14)).isoformat(),
                "passphrase": head.passphrase,
            },
        )
        await inspector.post(f"{path}/start")
        report = await inspector.post(
            f"{path}/bap",
            {
                "findings": [{"item": "standar", "compliant": False, "note": "tidak sesuai"}],
                "violations": [
                    {
                        "level": "medium",
                        "obligation_code": "standards",
                        "description": "Reklame melebihi ukuran yang disetujui.",
                        "licence_ids": [self.licence_id],
                    }
                ],
            },
        )
        self.violation_id = report["violations"][0]["id"]
        return self.violation_id

    async def impose(self, step: str = "suspension") -> Json:
        """The Head imposes the sanction."""
        head = await self.licence.door.staff("head", self.office)
        sanction: Json = await head.post(
            "/v1/sanctions",
            {
                "violation_id": self.violation_id,
                "step": step,
                "licence_ids": [self.licence_id],
            },
            expect=201,
        )
        self.sanction_id = sanction["id"]
        return sanction

    async def lift(self) -> Any:
        """The Head lifts it."""
        head = await self.licence.door.staff("head", self.office)
        return await head.post(
            f"/v1/sanctions/{self.sanction_id}/lifting", {"reason": "Sudah diperbaiki."}
        )

    async def public_status(self, expected: str) -> Json:
        """What anybody reads behind the QR, once it says what is expected."""
        token = self.licence.application["licence"]["verification_token"]

        async def says() -> Json | None:
            answer: Json = await self.licence.door.nobody.get(f"/v1/verification/{token}")
            return answer if answer["status"] == expected else None

        status: Json = await eventually(says)
        return status
