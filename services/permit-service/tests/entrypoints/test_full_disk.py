"""A disk that is full under the files refuses uploads, keeps nothing half done, and recovers."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from permit_service.testing.counter import PDF
from shared.database.engine import Database
from shared.testing.tokens import TestIssuer

from .documents import opened_office


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Four megabytes of their own; only root can make such a disk."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=4m", "files", str(place))
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("NOT TESTED: a disk of one's own needs the right to mount")
    yield place
    subprocess.run(("umount", str(place)), check=True)


def fill(file: Path) -> None:
    """Takes every byte that is left."""
    with file.open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(bytes(4096)):
            pass


async def test_a_full_disk_refuses_uploads_until_there_is_room_again(
    database: Database, issuer: TestIssuer, tmp_path: Path, small_disk: Path
) -> None:
    async with opened_office(
        database, issuer, tmp_path, storage_url=(small_disk / "files").as_uri()
    ) as office:
        draft = await office.counter.draft()
        small = await office.counter.upload(draft["id"], 1)
        large = await office.counter.upload(draft["id"], 2, content=PDF + bytes(5_000_000))
        filler = small_disk / "filler"
        fill(filler)
        full = await office.counter.upload(draft["id"], 3)
        kept = [one["id"] for one in (await office.counter.read(draft["id"]))["documents"]]
        read = await office.document(
            small.json(), of=draft["id"], headers=office.counter.as_("applicant")
        )
        filler.unlink(missing_ok=True)
        again = await office.counter.upload(draft["id"], 3)

    files = [one.name for one in (small_disk / "files").rglob("*") if one.is_file()]
    assert [one.status_code for one in (large, full)] == [503, 503]
    assert large.json()["code"] == "unavailable"
    assert int(large.headers["retry-after"]) > 0
    assert kept == [small.json()["id"]]
    assert read.content == PDF
    assert again.status_code == 201
    assert sorted(files) == sorted([small.json()["id"], again.json()["id"]])
