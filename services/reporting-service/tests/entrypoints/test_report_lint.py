"""The linter on the printed report of the second quarter of 2024: it finds what is wrong, and says
nothing of what is right."""

import copy
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.testing.tokens import TestIssuer

LINT = "/v1/report-lint"
DEMO = Path(__file__).parents[4] / "deploy" / "embedded" / "src" / "satupintu" / "demo"
TEXT = DEMO / "q2_2024_printed_text.json"

Findings = list[dict[str, Any]]


@pytest.fixture(scope="session")
def text() -> dict[str, Any]:
    """Headings, lists and paragraphs of the same report."""
    found: dict[str, Any] = json.loads(TEXT.read_text(encoding="utf-8"))
    return found


async def findings(http: httpx.AsyncClient, headers: dict[str, str], body: object) -> Findings:
    answer = await http.post(LINT, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    found: Findings = answer.json()["findings"]
    return found


def of_rule(found: Findings, *rules: str) -> list[tuple[str, str, str]]:
    return [
        (one["where"], one["printed"], one["expected"]) for one in found if one["rule"] in rules
    ]


@pytest.fixture
async def of_the_print(
    http: httpx.AsyncClient,
    head: dict[str, str],
    printed: dict[str, Any],
    text: dict[str, Any],
) -> Findings:
    return await findings(http, head, printed | text)


async def test_recaps_add_unlike_units_and_name_other_systems(of_the_print: Findings) -> None:
    assert of_rule(of_the_print, "unlike_units", "grand_total", "row_total") == [
        (
            "licence_recap.OSS.grand_total_printed",
            "5526",
            "17 izin / 3206 proyek / 2303 NIB",
        )
    ]
    assert of_rule(of_the_print, "subtitle_system") == [
        ("licence_recap.SICANTIK.subtitle_printed", "Sistem OSS-RBA", "Sistem SiCantik"),
        ("licence_recap.MPPD.subtitle_printed", "Sistem OSS-RBA", "MPP Digital"),
    ]


@pytest.mark.requirement("R002-2.2A-shift", "R002-2.2B-shift")
async def test_thirty_rows_of_investment_are_shifted_and_one_total_is_blank(
    of_the_print: Findings,
) -> None:
    shifted = [where for where, _, _ in of_rule(of_the_print, "columns_shifted")]
    assert sum(where.startswith("investment.pmdn") for where in shifted) == 16
    assert sum(where.startswith("investment.pma") for where in shifted) == 14
    assert of_rule(of_the_print, "total_missing") == [
        ("investment.pmdn.Kabupaten Kotawaringin Timur.projects", "", "280")
    ]
    assert of_rule(of_the_print, "investment_sum", "investment_rate", "cell_not_valid") == []


@pytest.mark.requirement("R002-2.3-period", "R002-2.3-split")
async def test_complaints_are_out_of_period_and_one_cell_is_split(of_the_print: Findings) -> None:
    assert of_rule(of_the_print, "record_outside_period") == [
        ("complaints.1.tgl_waktu", "2024-01-24", "2024-04-01/2024-06-30")
    ]
    assert [one[:2] for one in of_rule(of_the_print, "date_in_text_later")] == [
        ("complaints.1.materi", "2024-09-22")
    ]
    assert [one[0] for one in of_rule(of_the_print, "cell_split")] == ["complaints.2.penyelesaian"]
    assert of_rule(of_the_print, "weekday", "date_missing") == []


@pytest.mark.requirement("R002-2.4-fields", "R002-2.4-number", "R002-2.4-unique")
async def test_letters_lack_numbers_and_dates_and_one_number_is_used_twice(
    of_the_print: Findings,
) -> None:
    assert len(of_rule(of_the_print, "letter_missing")) == 7
    missing = of_rule(of_the_print, "reply_missing")
    assert [(one[0].split(".balasan")[0], one[2]) for one in missing] == [
        ("data_requests.OPD.1", "nomor dan tanggal"),
        ("data_requests.NON_OPD.2", "tanggal"),
        ("data_requests.NON_OPD.3", "tanggal"),
    ]
    assert [one[1:] for one in of_rule(of_the_print, "letter_month")] == [
        ("234/DPMPTSP/PIPM/IV/2024", "234/DPMPTSP/PIPM/V/2024")
    ]
    assert [one[1] for one in of_rule(of_the_print, "letter_number_twice")] == [
        "250/DPMPTSP/PM/V/2024"
    ]


@pytest.mark.requirement("R002-2.5-NRR-U1")
async def test_one_mean_is_wrong_and_what_follows_from_it_says_so(of_the_print: Findings) -> None:
    assert of_rule(of_the_print, "survey_nrr") == [("survey.printed.nrr.U1", "3.512", "3.350")]
    following = {
        one["where"]: (one["printed"], one["expected"])
        for one in of_the_print
        if one["depends_on"] == "survey.printed.nrr.U1"
    }
    assert following == {
        "survey.printed.nrr_sub_unsur.U1": ("3.512", "3.350"),
        "survey.printed.table6.U1": ("3.512", "3.350"),
        "survey.printed.nrr_tertimbang.U1": ("0.39", "0.37"),
        "survey.printed.total_nrr_tertimbang": ("3.397", "3.379"),
        "survey.printed.table6_mean": ("3.397", "3.379"),
        "survey.printed.ikm": ("84.93", "84.48"),
        "survey.printed.table6_ikm": ("84.93", "84.48"),
    }
    assert of_rule(of_the_print, "survey_legend") == [
        ("survey.printed.total_nrr_tertimbang", "3.397", "3.39 atau 3.394")
    ]
    survey = [one for one in of_the_print if one["where"].startswith("survey.")]
    assert len(survey) == 1 + len(following) + 1


@pytest.mark.requirement("R002-DaftarIsi", "R002-Lampiran", "R002-III-T7")
async def test_captions_lists_labels_annexes_and_solutions(of_the_print: Findings) -> None:
    assert [one[1] for one in of_rule(of_the_print, "caption_duplicate")] == [
        "Gambar 1",
        "Tabel 2",
        "Gambar 2",
        "Tabel 3",
    ]
    assert len(of_rule(of_the_print, "list_mismatch")) == 7
    assert [one[1] for one in of_rule(of_the_print, "period_label")] == ["Triwulan II (Satu)"]
    assert of_rule(of_the_print, "heading_period") == []
    assert len(of_rule(of_the_print, "annex_missing")) == 1
    assert [one[0] for one in of_rule(of_the_print, "solution_missing")] == ["evaluation.1.solusi"]


@pytest.mark.requirement("R002-1.1", "R002-1.2-consistent")
async def test_regulations_are_replaced_unlisted_or_under_two_titles(
    of_the_print: Findings,
) -> None:
    assert [one[1:] for one in of_rule(of_the_print, "regulation_replaced")] == [
        ("UU 11/2020", "UU 6/2023")
    ]
    assert [one[1] for one in of_rule(of_the_print, "regulation_wording")] == ["diubah"]
    assert sorted(one[1] for one in of_rule(of_the_print, "regulation_not_listed")) == [
        "Perda 9/2016",
        "Pergub 21/2020",
        "Permen 138/2017",
    ]
    assert [one[1:] for one in of_rule(of_the_print, "regulation_differs")] == [
        ("Perbup 43/2016", "Perbup 20/2022")
    ]
    titles = of_rule(of_the_print, "regulation_two_titles")
    assert [one[1].partition(":")[0] for one in titles] == ["Perbup 1/2021"]


async def test_the_closing_names_another_office(of_the_print: Findings) -> None:
    assert next(one[1:] for one in of_rule(of_the_print, "office_name")) == (
        "Provinsi Kalimantan Tengah",
        "Kabupaten Kotawaringin Timur",
    )


def corrected(printed: dict[str, Any]) -> dict[str, Any]:
    """The same report as it should have been printed."""
    report = copy.deepcopy(printed)
    for number, recap in enumerate(report["licence_recap"], start=1):
        recap["caption_printed"] = f"Tabel {number}"
    report["licence_recap"][1]["grand_total_printed"] = None
    report["licence_recap"][2]["subtitle_printed"] = "Melalui SiCantik"
    report["licence_recap"][3]["subtitle_printed"] = "Melalui MPP Digital"
    domestic = report["investment"]["pmdn"]["rows"]
    domestic[0]["printed"]["proyek"] = "280"
    for row in domestic[2:]:
        cells = row["printed"]
        cells["tambahan_investasi_rp_juta"], cells["proyek"] = (
            cells["proyek"],
            cells["tambahan_investasi_rp_juta"],
        )
    for row in report["investment"]["pma"]["rows"]:
        projects, dollars, rupiah, *people = row["printed"].values()
        row["printed"] = dict(
            zip(row["printed"], (dollars, rupiah, projects, *people), strict=True)
        )
    first, second = report["complaints"]
    first["tgl_waktu"] = "Rabu, 24-04-2024 09.00 wib"
    first["materi"] = first["materi"].replace("22-09-2024", "22-04-2024")
    tail, _, own = second["penyelesaian"].partition("Melakukan rapat")
    first["penyelesaian"] += f" {tail}"
    second["penyelesaian"] = f"Melakukan rapat{own}"
    for place, letter in enumerate(report["data_requests"], start=1):
        letter["pengirim_no_surat_tgl_printed"] += f" 800/{place}/IV/2024, 2 April 2024"
        letter["balasan_nomor"] = f"{place:03d}/DPMPTSP/PM/VI/2024"
        letter["balasan_tanggal"] = "7 Juni 2024"
    survey = report["survey"]["printed"]
    for copied in ("nrr", "nrr_sub_unsur", "table6"):
        survey[copied][0] = 3.35
    survey["nrr_tertimbang"][0] = 0.37
    survey["weight_stated"] = None
    survey["total_nrr_tertimbang"] = survey["table6_mean"] = 3.379
    survey["ikm"] = survey["table6_ikm"] = 84.48
    report["evaluation"][0]["solusi"] = "Pencatatan manual, disusulkan setelah sistem pulih."
    return report


async def test_a_clean_report_is_left_alone(
    http: httpx.AsyncClient, head: dict[str, str], printed: dict[str, Any]
) -> None:
    assert await findings(http, head, corrected(printed)) == []


async def test_the_print_under_its_own_legend_would_be_consistent(
    http: httpx.AsyncClient, head: dict[str, str], printed: dict[str, Any]
) -> None:
    report = corrected(printed)
    survey = report["survey"]["printed"]
    survey["weight_stated"] = 0.111
    survey["total_nrr_tertimbang"] = survey["table6_mean"] = 3.376
    survey["ikm"] = survey["table6_ikm"] = 84.40
    assert await findings(http, head, report) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("licence_recap", 0, "rows", 0, "april"), "row_total"),
        (("licence_recap", 0, "grand_total_printed"), "grand_total"),
        (("survey", "printed", "sum", 3), "survey_sum"),
        (("survey", "printed", "n_stated"), "survey_respondents"),
    ],
)
async def test_one_planted_fault_is_found(
    http: httpx.AsyncClient,
    head: dict[str, str],
    printed: dict[str, Any],
    change: tuple[str | int, ...],
    rule: str,
) -> None:
    report = corrected(printed)
    place: Any = report
    for step in change[:-1]:
        place = place[step]
    place[change[-1]] += 1
    assert rule in {one["rule"] for one in await findings(http, head, report)}


async def test_nothing_gives_nothing_and_nonsense_is_refused(
    http: httpx.AsyncClient, head: dict[str, str], issuer: TestIssuer
) -> None:
    assert await findings(http, head, {}) == []
    for nonsense in ([], "text", {"survey": {"responses": [[0, 5]]}}, {"licence_recap": {}}):
        answer = await http.post(LINT, json=nonsense, headers=head)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    applicant = issuer.headers(role="applicant")
    assert (await http.post(LINT, json={}, headers=applicant)).status_code == 403
    assert (await http.post(LINT, json={})).status_code == 401


async def test_hostile_text_is_read_in_no_time(
    http: httpx.AsyncClient, head: dict[str, str]
) -> None:
    runs = ["1" * 90_000, "." * 90_000 + "x", "Tabel 1. a\n" * 8_000, "kepala " * 12_000]
    body = {
        "office": "DPMPTSP Kabupaten Kotawaringin Timur",
        "paragraphs": runs,
        "lists": runs,
        "data_requests": [{"pengirim_no_surat_tgl_printed": "1/" * 40_000}],
    }
    answer = await http.post(LINT, json=body, headers=head, timeout=5)
    assert answer.status_code == 200


async def test_the_report_shows_the_print_beside_what_it_computes(
    http: httpx.AsyncClient,
    head: dict[str, str],
    administrator: dict[str, str],
    printed: dict[str, Any],
) -> None:
    place = "/v1/reports/quarterly/2024/2/printed"
    assert (await http.post(place, json=printed, headers=head)).status_code == 403
    kept = await http.post(place, json=printed, headers=administrator)
    assert kept.status_code == 201
    report = await http.get("/v1/reports/quarterly/2024/2?office_code=62.02", headers=head)
    tables = {one["id"]: one for one in report.json()["tables"]}
    index = tables["survey_index"]["printed"]
    assert index["values"]["ikm"] == "84.93"
    wrong = {one["where"]: one["expected"] for one in index["findings"]}
    assert wrong["survey.printed.ikm"] == "84.48"
    assert [one["rule"] for one in tables["licences_oss"]["printed"]["findings"]] == [
        "unlike_units"
    ]
    assert tables["licences_manual"]["printed"]["findings"] == []
    assert "Yayasan" not in report.text


async def test_a_print_under_a_key_is_answered_again_and_another_is_refused(
    http: httpx.AsyncClient, head: dict[str, str], printed: dict[str, Any]
) -> None:
    async def lint(body: object) -> httpx.Response:
        return await http.post(LINT, json=body, headers=head | {"Idempotency-Key": "print-1"})

    first, again, other = [await lint(one) for one in (printed, printed, {})]

    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
