"""A seal names the one before it, and its copy is written once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.documents.sealed_code import SealingKeys
from shared.documents.storage import ObjectStorage
from shared.seals.copies import FolderCopies, SealCopies, StoredCopies, copies_at
from shared.seals.merkle import Tree
from shared.seals.seal import MAX_SEALED, Seal, sealed
from shared.testing.clock import FixedClock
from shared.testing.s3 import S3Server


def test_a_seal_follows_the_one_that_it_names_and_no_other(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 6, 15, tzinfo=UTC))
    keys = SealingKeys.at(tmp_path, clock=clock)

    def seal(previous: Seal | None, events: int) -> Seal:
        tree = Tree().with_leaves([b"event"] * events)
        return sealed(keys, log="probe", previous=previous, tree=tree, at=clock.now())

    first, other = seal(None, 1), seal(None, 2)
    second = seal(first, 3)

    assert first.follows(None)
    assert second.follows(first)
    assert [second.follows(one) for one in (None, other, second)] == [False, False, False]
    assert not seal(first, 1).follows(first)
    assert not seal(first, MAX_SEALED + 2).follows(first)


@pytest.mark.parametrize("place", ["folder", "storage", "s3"])
async def test_a_copy_is_written_once(
    place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if place == "s3":
        server: S3Server = request.getfixturevalue("s3")
        url = server.make_bucket("copies-of-seals")
        copies: SealCopies = copies_at(
            f"{url}/satu", home=tmp_path, log="probe", options=server.options
        )
    elif place == "folder":
        copies = FolderCopies(tmp_path)
    else:
        copies = StoredCopies(ObjectStorage.at(tmp_path.as_uri()), "probe")
    assert (await copies.last(), await copies.get(1)) == (0, None)
    assert await copies.keep(1, b"first") == b"first"
    assert await copies.keep(1, b"second") == b"first"
    await copies.keep(2, b"next")
    assert (await copies.last(), await copies.get(1)) == (2, b"first")
