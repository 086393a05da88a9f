"""`satupintu verify-licence`: genuine or not, without a network."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from permit_service.bootstrap import LICENCE_KEYS
from satupintu.command import command
from satupintu.home import Home
from shared.clock import SystemClock
from shared.documents.sealed_code import SealingKeys


@pytest.fixture
def keys(tmp_path: Path) -> SealingKeys:
    return SealingKeys.at(Home(tmp_path).signing / LICENCE_KEYS, clock=SystemClock())


def verified(code: str, file: Path) -> tuple[int, str]:
    result = CliRunner().invoke(command, ["verify-licence", code, "--keys", str(file)])
    return result.exit_code, " ".join(result.output.split())


def test_a_genuine_code_is_told_from_a_changed_one_and_says_what_was_issued(
    keys: SealingKeys, tmp_path: Path
) -> None:
    file = tmp_path / "licence-keys.json"
    file.write_text(json.dumps(keys.published()))
    code = keys.seal({"n": "0001/REKLAME/DPMPTSP/VI/2026", "h": "T*** C*****"})
    changed = code.replace(code[-10], "A" if code[-10] != "A" else "B")

    status, told = verified(f"http://localhost:8000/verification/abc#{code}", file)
    assert status == 0
    assert told.startswith("GENUINE.")
    assert "number 0001/REKLAME/DPMPTSP/VI/2026" in told
    assert verified(changed, file) == (1, "NOT GENUINE")
    assert verified(code, tmp_path / "nothing.json")[0] == 2


def test_after_a_rotation_the_newest_key_seals_and_older_codes_stay_genuine(
    keys: SealingKeys, tmp_path: Path
) -> None:
    before = keys.seal({"n": "1"})
    rotated = CliRunner().invoke(command, ["rotate-licence-key", "--home", str(tmp_path)])
    file = tmp_path / "licence-keys.json"
    file.write_text(json.dumps(keys.published()))

    assert rotated.exit_code == 0
    assert len(keys.published()["keys"]) == 2
    assert verified(before, file)[0] == verified(keys.seal({"n": "2"}), file)[0] == 0
