"""What the door itself keeps sealed of a person who asks for deletion."""

from typing import Any, cast
from uuid import UUID

from gateway.adapters.work import PostgresWork
from gateway.application.oss.intake_ports import OssMessage
from gateway.application.privacy.carry_out_deletions import parts_of
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.oss.codes import Method
from gateway.domain.privacy.deletion_request import DeletionRequest
from gateway.domain.sicantik.intake import Intake, IntakeContent, IntakeState
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock

from .test_deletion_requests import NEW, Door, door, everything_kept

__all__ = ["door"]


async def test_what_the_door_keeps_sealed_of_oss_and_sicantik_is_asked_too(
    door: Door, database: Database, clock: FixedClock
) -> None:
    door.files.kept, door.files.nib = {"0190-1": None}, "9120001234567"
    headers = await door.signed_in()
    old, standing = (message(number, str(door.files.nib), clock) for number in (1, 2))
    stranger = message(3, "9120007654321", clock)
    theirs = [intake(str(number), NEW["phone"], clock) for number in range(2)]
    in_hand = intake("3", "0811 7777 001", clock).handed_over("PAUD")
    others = intake("4", "+62 811 0000 009", clock)
    async with door.ports.begin(system_caller("gateway", "81.02")) as opened:
        work = cast("PostgresWork", opened)
        for one in (old, standing, stranger):
            await work.oss_messages.keep(one)
            await work.oss_businesses.hold(one)
        await work.oss_businesses.stand_on(standing)
        for each in (*theirs, in_hand, others):
            await work.intakes.add(each)
    one = await door.ask(headers)
    path = f"/v1/deletion-requests/{one['id']}/preview"
    preview = (await door.http.get(path, headers=door.as_("administrator"))).json()["parts"]
    seen = await everything_kept(database)

    await door.decide(one, outcome="granted")
    # Done once, and nobody was left to write it down: it ends the same.
    granted = await read_request(door, one)
    await parts_of(granted, door.ports, dry_run=False)
    assert await door.carry_out() == 1
    done = (await door.read(one))["parts"]

    def here(parts: list[dict[str, Any]]) -> set[tuple[str, str, int, str | None]]:
        return {
            (each["part"], each["outcome"], each["count"], each["reason"])
            for each in parts
            if each["part"] in {"oss_messages", "sicantik_applications"}
        }

    assert (
        here(preview)
        == here(done)
        == {
            ("oss_messages", "destroyed", 1, None),
            ("oss_messages", "kept", 1, "business_register"),
            ("sicantik_applications", "destroyed", 2, None),
            ("sicantik_applications", "kept", 1, "application_in_progress"),
        }
    )
    kept = await everything_kept(database)
    assert [text in seen for text in (b"PT CONTOH 1", b"Pemohon 0", b"Pemohon 1")] == [True] * 3
    assert [text in kept for text in (b"PT CONTOH 1", b"Pemohon 0", b"Pemohon 1")] == [False] * 3
    for text_kept in (b"PT CONTOH 2", b"PT CONTOH 3", b"Pemohon 3", b"Pemohon 4"):
        assert text_kept in kept
    async with door.ports.begin(system_caller("gateway", "81.02")) as opened:
        work = cast("PostgresWork", opened)
        assert not await work.intakes.add(theirs[0])
        assert not await work.oss_messages.keep(old)
    mail = next(each for each in await door.mails() if "telah dihapus" in each)
    assert "register pelaku usaha wajib disimpan" in mail


async def read_request(door: Door, one: Any) -> DeletionRequest:
    async with door.ports.read(system_caller("gateway", "81.02")) as stores:
        return await stores.deletions.get(UUID(one["id"]))


def message(number: int, nib: str, clock: FixedClock) -> OssMessage:
    return OssMessage(
        id=new_id(),
        office_code="81.02",
        method=Method.RECEIVE_NIB,
        nib=nib,
        fingerprint=bytes([number]),
        body={"dataNIB": {"nama_perseroan": f"PT CONTOH {number}"}},
        received_at=clock.now(),
    )


def intake(number: str, phone: str, clock: FixedClock) -> Intake:
    return Intake(
        id=new_id(),
        office_code="81.02",
        system=OutsideSystem.SICANTIK,
        fingerprint=number.encode(),
        outside_number=number,
        outside_service="1044",
        outside_service_name="Izin PAUD",
        state=IntakeState.UNMAPPED,
        problem="service_not_mapped",
        content=IntakeContent(
            submitted_at=clock.now(), kind="person", name=f"Pemohon {number}", phone=phone
        ),
        received_at=clock.now(),
    )
