"""An application that was handed in at SiCANTIK goes its way here, also while SiCANTIK is away;
the outage prints itself into the quarter's report. Through the one door, in both modes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from satupintu.demo.visitor import eventually
from shared.testing.sicantik import SimulatedSicantik, application_row
from stories.door import Door, Json
from stories.licence import LicenceStory

OFFICE, SERVICE, AGENCY = "53.11", "PAUD", "disdik"
ZONE = ZoneInfo("Asia/Makassar")
BASE = "/v1/integrations/sicantik"


def row(number: str, **changes: Any) -> Json:
    submitted = datetime.now(UTC).astimezone(ZONE) - timedelta(hours=1)
    return application_row(number, tgl_pengajuan=f"{submitted:%Y-%m-%d %H:%M:%S}", **changes)


async def taken_over(door: Door, number: str) -> LicenceStory:
    """The application here, once it is there. Its officer reads for the applicant."""
    officer = await door.staff("front_office", OFFICE)

    async def found() -> Json | None:
        listed = await officer.get("/v1/applications", params={"channel": "SICANTIK"})
        for one in listed["items"]:
            application: Json = await officer.get(f"/v1/applications/{one['id']}")
            if application["reference"] == number:
                return application
        return None

    application = await eventually(found)
    return LicenceStory(
        door, office=OFFICE, service=SERVICE, applicant=officer, application=application
    )


async def until_validated(story: LicenceStory) -> None:
    """The documents lie at SiCANTIK: the front office has looked at each there."""
    officer = await story.door.staff("front_office", OFFICE)
    service = await officer.get(f"/v1/services/{SERVICE}", params={"office_code": OFFICE})
    checks = [
        {"requirement_no": one["no"], "complete": True, "conforms": True}
        for one in service["requirements"]
    ]
    await officer.post(f"{story.path}/verification", {"outcome": "complete", "checks": checks})
    await story.recommend(AGENCY)
    await story.validate()


async def obstacles(door: Door) -> list[str]:
    """What the report of this quarter prints."""
    head = await door.staff("head", OFFICE)
    today = datetime.now(UTC).astimezone(ZONE).date()
    report = await head.get(
        f"/v1/reports/quarterly/{today.year}/{(today.month + 2) // 3}",
        params={"office_code": OFFICE},
    )
    table = next(one for one in report["tables"] if one["id"] == "obstacles")
    return [line[1] for line in table["rows"]]


@pytest.mark.requirement("R002-III-outage", "R003-P02-2")
async def test_an_application_of_sicantik_becomes_a_licence_while_sicantik_is_away(
    door: Door, sicantik: SimulatedSicantik
) -> None:
    admin = await door.staff("administrator", OFFICE)
    sicantik.behaves()
    sicantik.has(row("53/1"), row("53/2", jenis_izin_id="999"))
    await admin.post(
        f"{BASE}/service-map", {"outside_code": "1044", "service_code": SERVICE}, expect=201
    )
    story = await taken_over(door, "53/1")
    assert story.application["status"] == "submitted"
    receipt = story.application["receipt_number"]
    tracked = await door.nobody.get(f"/v1/tracking/{receipt}")
    assert "Contoh" not in str(tracked)

    async def status() -> Json:
        found: Json = await admin.get(f"{BASE}/status")
        return found

    # What nobody has mapped waits, and is listed with its reason.
    waiting = await admin.get(f"{BASE}/intakes", params={"state": "unmapped"})
    assert [one["outside_number"] for one in waiting["items"]] == ["53/2"]

    # SiCANTIK is away: work in the office goes on to the licence, and the clock with it.
    sicantik.behaves("down")

    async def is_logged() -> bool:
        outages = (await status())["outages"]
        return bool(outages) and outages[0]["state"] == "running"

    await eventually(is_logged)
    await until_validated(story)
    if story.application["survey"]["state"] in ("pending", "open"):
        await story.answer_survey()
        await story.survey_is_in()
    await story.sign()
    moves = await admin.get(f"{story.path}/timeline")
    reasons = {one.get("reason") for one in moves["items"]}
    assert "national_system_outage" not in reasons
    licence = story.application["licence"]

    async def is_printed() -> bool:
        return any(
            line.startswith("Gangguan sistem SICANTIK") and "belum berakhir" in line
            for line in await obstacles(door)
        )

    await eventually(is_printed)
    # Maintenance that was announced is logged apart.
    now = datetime.now(UTC)
    maintenance = {
        "system": "SICANTIK",
        "kind": "maintenance",
        "started_at": (now - timedelta(hours=3)).isoformat(),
        "ended_at": (now - timedelta(hours=2)).isoformat(),
    }
    await admin.post("/v1/integration-outages", maintenance, expect=201)

    # It is back: what came meanwhile is caught up, once, and nothing twice.
    today = datetime.now(UTC).astimezone(ZONE).date()
    issued = {"no_izin": licence["number"], "tgl_penetapan": today.isoformat()}
    sicantik.has(row("53/1", **issued), row("53/2", jenis_izin_id="999"), row("53/3"))
    sicantik.behaves()
    await taken_over(door, "53/3")
    officer = await door.staff("front_office", OFFICE)
    listed = await officer.get("/v1/applications", params={"channel": "SICANTIK"})
    taken = [one["reference"] for one in listed["items"] if one["reference"]]
    assert sorted(taken) == ["53/1", "53/3"]

    async def is_over() -> bool:
        lines = [line for line in await obstacles(door) if "SICANTIK" in line]
        kinds = sorted(line.partition(" ")[0] for line in lines)
        return kinds == ["Gangguan", "Pemeliharaan"] and all(" sampai " in one for one in lines)

    await eventually(is_over)
    found = await status()
    assert (found["circuit"], found["backlog"]) == ("closed", 1)
    compared = await admin.post(f"{BASE}/reconciliations", {"period": f"{today:%Y-%m}"}, expect=201)
    # Whatever else the office has issued is missing there, and said so; this one agrees.
    assert len(compared["findings"]) == compared["counted_here"] - 1
    numbers = {
        one[side] for one in compared["findings"] for side in ("number_here", "number_there")
    }
    assert licence["number"] not in numbers
    sicantik.has()
