"""Object storage: one suite over the folder, the memory and an S3 server, by the same class."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from shared.documents.storage import ObjectMissing, ObjectStorage, StorageUnavailable
from shared.errors import TooLarge
from shared.local_ports import free_port
from shared.testing.s3 import S3Server

MIB = 1024 * 1024


@pytest.fixture(params=["folder", "memory", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStorage:
    if request.param == "s3":
        server: S3Server = request.getfixturevalue("s3")
        return storage_at(server, server.make_bucket(f"suite-{uuid4().hex}"))
    url = (tmp_path / "objek é").as_uri() if request.param == "folder" else "memory://"
    return ObjectStorage.at(url)


def storage_at(server: S3Server, url: str, **changes: object) -> ObjectStorage:
    return ObjectStorage.at(url, options=server.options | changes)


async def pieces(count: int, *, fails: bool = False) -> AsyncIterator[bytes]:
    for number in range(count):
        yield bytes([number % 256]) * MIB
    if fails:
        raise ConnectionResetError


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_stream_comes_back_whole_with_its_digest(storage: ObjectStorage) -> None:
    expected = b"".join([piece async for piece in pieces(12)])

    stored = await storage.put_stream("documents/a", pieces(12), max_bytes=12 * MIB)

    assert (stored.key, stored.size) == ("documents/a", 12 * MIB)
    assert stored.sha256 == sha256(expected).hexdigest()
    assert await storage.get("documents/a") == expected
    assert b"".join([piece async for piece in await storage.stream("documents/a")]) == expected


async def test_bytes_are_kept_as_they_are(storage: ObjectStorage) -> None:
    stored = await storage.put("licences/a.pdf", b"%PDF-1.7 exactly")

    assert await storage.get("licences/a.pdf") == b"%PDF-1.7 exactly"
    assert stored.sha256 == sha256(b"%PDF-1.7 exactly").hexdigest()


@pytest.mark.parametrize("count", [2, 20])
async def test_one_byte_too_many_is_refused_and_nothing_stays(
    storage: ObjectStorage, count: int
) -> None:
    with pytest.raises(TooLarge):
        await storage.put_stream("documents/a", pieces(count), max_bytes=count * MIB - 1)

    with pytest.raises(ObjectMissing):
        await storage.get("documents/a")


@pytest.mark.parametrize("count", [1, 20])
async def test_an_upload_that_breaks_off_leaves_nothing_behind(tmp_path: Path, count: int) -> None:
    storage = ObjectStorage.at(tmp_path.as_uri())

    with pytest.raises((ConnectionResetError, StorageUnavailable)):
        await storage.put_stream("documents/a", pieces(count, fails=True), max_bytes=100 * MIB)

    assert files_in(tmp_path) == []


async def test_a_cancelled_upload_leaves_nothing_behind(tmp_path: Path) -> None:
    storage = ObjectStorage.at(tmp_path.as_uri())
    begun = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"x" * MIB
        begun.set()
        await asyncio.sleep(60)

    upload = asyncio.create_task(storage.put_stream("documents/a", endless(), max_bytes=100 * MIB))
    await begun.wait()
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    for _ in range(50):
        if not files_in(tmp_path):
            break
        await asyncio.sleep(0.02)

    assert files_in(tmp_path) == []


async def test_what_is_missing_is_not_found(storage: ObjectStorage) -> None:
    with pytest.raises(ObjectMissing):
        await storage.get("documents/none")
    with pytest.raises(ObjectMissing):
        await storage.stream("documents/none")


async def test_deleting_twice_is_deleting(storage: ObjectStorage) -> None:
    await storage.put("documents/a", b"1")

    await storage.delete("documents/a")
    await storage.delete("documents/a")

    with pytest.raises(ObjectMissing):
        await storage.get("documents/a")


async def test_a_storage_that_is_away_is_unavailable(tmp_path: Path) -> None:
    storage = ObjectStorage.at((tmp_path / "s").as_uri())
    (tmp_path / "s").rmdir()
    (tmp_path / "s").write_text("a file where the folder was")

    with pytest.raises(StorageUnavailable) as refusal:
        await storage.put("documents/a", b"1")

    assert (refusal.value.code, refusal.value.retry_after_seconds) == ("unavailable", 5)


async def test_s3_that_does_not_answer_is_unavailable() -> None:
    storage = ObjectStorage.at(
        "s3://bucket/prefix",
        options={
            "endpoint": "http://127.0.0.1:9",
            "region": "local",
            "access_key_id": "x",
            "secret_access_key": "x",
            "client_options": {"allow_http": True},
            "retry_config": {"max_retries": 0},
        },
    )

    with pytest.raises(StorageUnavailable):
        await storage.get("documents/a")


@pytest.mark.parametrize("url", ["", "http://x", "ftp://x/y"])
def test_storage_elsewhere_is_a_mistake_of_configuration(url: str) -> None:
    with pytest.raises(ValueError, match="object storage"):
        ObjectStorage.at(url)


async def test_a_copy_has_the_same_bytes_and_the_first_may_go(storage: ObjectStorage) -> None:
    await storage.put("quarantine/a", b"%PDF-1.7 exactly")

    await storage.copy("quarantine/a", "documents/a")
    await storage.delete("quarantine/a")

    assert await storage.get("documents/a") == b"%PDF-1.7 exactly"
    with pytest.raises(ObjectMissing):
        await storage.copy("quarantine/a", "documents/b")


async def test_an_upload_to_s3_that_breaks_off_leaves_nothing_in_the_bucket(s3: S3Server) -> None:
    bucket = f"broken-{uuid4().hex}"
    storage = storage_at(s3, s3.make_bucket(bucket))

    with pytest.raises(StorageUnavailable):
        await storage.put_stream("documents/a", pieces(11, fails=True), max_bytes=99 * MIB)
    with pytest.raises(TooLarge):
        await storage.put_stream("documents/b", pieces(11), max_bytes=10 * MIB)

    assert s3.files_of(bucket) == []


async def test_s3_that_is_away_is_said_soon(s3: S3Server) -> None:
    away = storage_at(s3, "s3://bucket", endpoint=f"http://127.0.0.1:{free_port()}")

    async with asyncio.timeout(15):
        with pytest.raises(StorageUnavailable):
            await away.put_stream("documents/a", pieces(1), max_bytes=MIB)
        with pytest.raises(StorageUnavailable):
            await away.stream("documents/a")


async def test_a_bucket_that_is_not_there_is_no_missing_file(s3: S3Server) -> None:
    storage = storage_at(s3, f"s3://never-{uuid4().hex}")

    with pytest.raises(StorageUnavailable):
        await storage.put("documents/a", b"x")
