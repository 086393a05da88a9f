"""Story C: the second quarter of 2024 of office 62.02, from counts and answers to the report."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest

from reporting_service.domain.survey import ELEMENTS
from reporting_service.testing import Listener
from shared.contracts.survey import ResponseRecordedV1

REPORT = "/v1/reports/quarterly/2024/2?office_code=62.02"
COUNTS = "/v1/licence-count-imports"
MONTHS = {"april": 4, "mei": 5, "juni": 6}
OSS_MEASURES = ("licences", "projects", "nib")


def printed_counts(printed: dict[str, Any]) -> list[dict[str, Any]]:
    """Every cell of the four recaps as a count."""
    return [
        {
            "year": 2024,
            "month": month,
            "channel": recap["channel"],
            "kind": row["jenis_izin"],
            "measure": OSS_MEASURES[row["no"] - 1] if recap["channel"] == "OSS" else "licences",
            "count": row[name],
            "source": "Laporan Kinerja PTSP Triwulan II 2024",
        }
        for recap in printed["licence_recap"]
        for row in recap["rows"]
        for name, month in MONTHS.items()
    ]


def printed_answers(printed: dict[str, Any]) -> list[ResponseRecordedV1]:
    """The 140 sheets; U8 is SARANA and U9 PENGADUAN in this office."""
    return [
        ResponseRecordedV1(
            office_code="62.02",
            response_id=uuid4(),
            answered_on=date(2024, 6, 30),
            collection_mode="import",
            answers=dict(zip(ELEMENTS, sheet, strict=True)),
        )
        for sheet in printed["survey"]["responses"]
    ]


@pytest.fixture
async def quarter(
    http: httpx.AsyncClient,
    listener: Listener,
    administrator: dict[str, str],
    printed: dict[str, Any],
) -> dict[str, dict[str, Any]]:
    """The report's tables by id, after everything was imported and told."""
    for count in printed_counts(printed):
        answer = await http.post(COUNTS, json=count, headers=administrator)
        assert answer.status_code == 202, answer.text
        assert answer.json()["state"] == "succeeded"
    await listener.tell(*printed_answers(printed))
    report = await http.get(REPORT, headers=administrator)
    assert report.status_code == 200, report.text
    return {table["id"]: table for table in report.json()["tables"]}


@pytest.mark.requirement("R002-T1-channel", "R002-T2-channel", "R002-T2-PB", "R002-T3-total")
async def test_the_recaps_are_those_of_the_print(
    quarter: dict[str, dict[str, Any]], printed: dict[str, Any]
) -> None:
    for recap in printed["licence_recap"]:
        table = quarter[f"licences_{recap['channel'].lower()}"]
        expected = [
            [str(row[name]) for name in ("no", "jenis_izin", "april", "mei", "juni")]
            + [str(row["jumlah_printed"])]
            for row in recap["rows"]
        ]
        assert [row[:6] for row in table["rows"]] == expected
        assert table["columns"][:6] == ["No", "Jenis Izin", "April", "Mei", "Juni", "Jumlah"]


@pytest.mark.requirement("R002-T1-total", "R002-T1-monthly")
async def test_the_columns_have_totals_too(quarter: dict[str, dict[str, Any]]) -> None:
    assert quarter["licences_manual"]["totals"] == {
        "April": "9",
        "Mei": "4",
        "Juni": "10",
        "Jumlah": "23",
    }
    assert quarter["licences_sicantik"]["totals"]["Jumlah"] == "47"
    assert quarter["licences_mppd"]["totals"]["Jumlah"] == "350"


async def test_unlike_units_are_never_added(quarter: dict[str, dict[str, Any]]) -> None:
    oss = quarter["licences_oss"]
    assert oss["totals"] == {"licences": "17", "projects": "3206", "nib": "2303"}
    assert "5526" not in str(quarter)
    assert "5946" not in str(quarter)


@pytest.mark.requirement("R002-2.5B-n")
async def test_the_survey_gives_the_index_that_the_print_missed(
    quarter: dict[str, dict[str, Any]], printed: dict[str, Any]
) -> None:
    responses, index = quarter["survey_responses"], quarter["survey_index"]
    sums = [str(total) for total in printed["survey"]["printed"]["sum"]]
    assert len(responses["rows"]) == 140
    assert [responses["totals"][f"U{place}"] for place in range(1, 10)] == sums
    assert [row[3] for row in index["rows"]] == sums
    assert index["rows"][0][4] == "3.350"
    assert index["totals"]["IKM"] == "84.48"
    assert index["totals"]["Mutu"] == "B"
    assert index["totals"]["Responden"] == "140"


async def test_sections_of_which_nothing_is_known_say_so(
    quarter: dict[str, dict[str, Any]],
) -> None:
    for table_id in ("investment_pmdn", "complaints", "data_requests_opd", "obstacles"):
        assert quarter[table_id]["message"] == "data belum tersedia"
        assert quarter[table_id]["rows"] == []


async def test_every_table_tells_how_new_it_is(quarter: dict[str, dict[str, Any]]) -> None:
    assert [table["number"] for table in quarter.values()] == list(range(1, 13))
    for table in quarter.values():
        assert table["as_of"] is not None
        assert table["lag_seconds"] >= 0
        assert table["method"]


@pytest.mark.requirement("R002-T3-channel", "R002-T4-channel")
async def test_each_recap_names_its_own_system(quarter: dict[str, dict[str, Any]]) -> None:
    systems = {
        "licences_manual": "melalui Sistem Manual",
        "licences_oss": "melalui OSS-RBA",
        "licences_sicantik": "melalui SiCantik",
        "licences_mppd": "melalui MPP Digital",
    }
    for table_id, system in systems.items():
        assert system in quarter[table_id]["title"]
        assert ("OSS-RBA" in quarter[table_id]["title"]) == (table_id == "licences_oss")
        assert "periode 1 April s.d. 30 Juni 2024" in quarter[table_id]["title"]


@pytest.mark.requirement("R002-All-recap-grand")
async def test_locally_handled_licences_are_named_by_what_they_add(
    http: httpx.AsyncClient, quarter: dict[str, dict[str, Any]], head: dict[str, str]
) -> None:
    assert quarter
    report = (await http.get(REPORT, headers=head)).json()
    assert report["locally_handled"]["count"] == "420"
    assert report["locally_handled"]["label"] == "MANUAL 23 + SICANTIK 47 + MPPD 350"
    assert report["state"] == "draft"


async def test_answers_told_twice_count_once(
    http: httpx.AsyncClient,
    listener: Listener,
    quarter: dict[str, dict[str, Any]],
    head: dict[str, str],
) -> None:
    await listener.deliver(listener.told)
    again = (await http.get(REPORT, headers=head)).json()["tables"]
    assert {table["id"]: table["rows"] for table in again} == {
        name: table["rows"] for name, table in quarter.items()
    }
