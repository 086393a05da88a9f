"""`make demo`: a real quarter, played through the API, leaves its report."""

import json
from pathlib import Path

from satupintu.demo import play


async def test_the_quarter_of_2024_is_played_and_its_report_is_left(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    said: list[str] = []

    written = await play(tmp_path, said.append)

    by_ending = {one.suffix: one for one in written if one.name.startswith("laporan")}
    assert by_ending[".pdf"].read_bytes().startswith(b"%PDF-")
    assert by_ending[".docx"].read_bytes().startswith(b"PK")
    assert by_ending[".xlsx"].read_bytes().startswith(b"PK")
    report = json.loads(by_ending[".json"].read_text(encoding="utf-8"))
    assert (report["state"], report["edition"]) == ("published", 1)
    rows = {table["id"]: table["rows"] for table in report["tables"]}
    assert len(rows["complaints"]) == len(rows["obstacles"]) + 1 == 2
    assert len(rows["data_requests_opd"]) + len(rows["data_requests_other"]) == 7
    titles = {table["id"]: table["title"] for table in report["tables"]}
    assert titles["investment_pma"].endswith("Triwulan I (Satu) Tahun 2024")
    assert [one["letter"] for one in report["actions"]] == ["a", "b", "c", "d"]
    assert sum("printed without a date" in line for line in said) == 2
    findings = json.loads(written[-1].read_text(encoding="utf-8"))
    assert any(one["rule"] == "survey_index" and one["expected"] == "84.48" for one in findings)
    assert any("84.48" in line for line in said)
    assert any("234/DPMPTSP/PIPM/IV/2024" in line for line in said)
