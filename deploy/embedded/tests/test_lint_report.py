"""`satupintu lint-report`: a printed report's faults, in a terminal."""

import json
from pathlib import Path

from typer.testing import CliRunner

import satupintu.demo
from satupintu.command import command

PRINTED = Path(satupintu.demo.__file__).with_name("q2_2024_printed.json")


def test_the_print_of_2024_has_faults_and_says_why() -> None:
    result = CliRunner().invoke(command, ["lint-report", str(PRINTED)])

    assert result.exit_code == 1
    assert "84.48" in result.output


def test_a_clean_report_is_clean(tmp_path: Path) -> None:
    file = tmp_path / "clean.json"
    file.write_text(json.dumps({"period": {"year": 2024, "quarter": 2}}))

    result = CliRunner().invoke(command, ["lint-report", str(file)])

    assert result.exit_code == 0
    assert "Tidak ada kekeliruan" in result.output


def test_what_is_no_report_is_another_failure(tmp_path: Path) -> None:
    assert CliRunner().invoke(command, ["lint-report", str(tmp_path / "none")]).exit_code == 2
