"""Keys that change while a process runs."""

import base64
import json
import os
from pathlib import Path

import pytest

from shared.database import key_file
from shared.database.key_file import KeyFile
from shared.database.keyring import Keyring


def written(path: Path, *numbers: int) -> Path:
    """As a host replaces it: whole or not at all."""
    keys = {str(one): base64.b64encode(bytes([one]) * 32).decode() for one in numbers}
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"data_keys": {"permit": keys}}))
    new.replace(path)
    return path


def ring(path: Path, in_use: int | None = None) -> Keyring:
    keys = KeyFile(path, member=("data_keys", "permit"))
    return Keyring(keys, b"i" * 32, b"l" * 32, in_use)


def test_what_another_process_sealed_under_a_new_key_is_read_at_once(tmp_path: Path) -> None:
    path = written(tmp_path / "keys.json", 1)
    ours = ring(path)
    before = ours.encrypt("before")
    written(path, 1, 2)

    after = ring(path).encrypt("after")

    assert (before[0], after[0]) == (1, 2)
    assert [ours.decrypt_text(one) for one in (before, after)] == ["before", "after"]
    assert ours.encrypt("now")[0] == 2


def test_a_process_that_only_writes_follows_the_file_too(tmp_path: Path) -> None:
    path = written(tmp_path / "keys.json", 1)
    ours = ring(path)
    written(path, 1, 2)
    # As if a second had gone by.
    ours.data_keys._checked_at -= key_file.CHECK_SECONDS  # type: ignore[attr-defined]

    assert ours.encrypt("now")[0] == 2


def test_a_key_that_was_retired_opens_nothing_any_more(tmp_path: Path) -> None:
    path = written(tmp_path / "keys.json", 1, 2)
    sealed = ring(path, in_use=1).encrypt("old")
    written(path, 2)

    with pytest.raises(KeyError):
        ring(path).decrypt(sealed)


def test_the_key_in_use_may_be_named_while_others_learn_of_the_new_one(tmp_path: Path) -> None:
    path = written(tmp_path / "keys.json", 1, 2)

    assert ring(path, in_use=1).encrypt("x")[0] == 1
    assert ring(path).encrypt("x")[0] == 2


def test_a_file_that_is_being_replaced_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "keys.json", 1)
    ours = ring(path)
    os.unlink(path)
    ours.data_keys._checked_at -= key_file.CHECK_SECONDS  # type: ignore[attr-defined]

    assert ours.encrypt("x")[0] == 1
    with pytest.raises(FileNotFoundError):
        ring(path)
