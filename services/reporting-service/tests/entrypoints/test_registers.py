"""Letters that ask for data, evaluations and investment releases, through their doors."""

import io
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest
import python_calamine
from pypdf import PdfReader

from reporting_service.testing import Listener
from shared.contracts.permit import LicenceImportedV1
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

LETTERS = "/v1/data-requests"
REPORT = "/v1/reports/quarterly/2024/2?office_code=62.02"
LETTER = {
    "requester_type": "OPD",
    "sender": "Dinas Koperasi, UKM, Perindustrian dan Perdagangan",
    "subject": "Data izin Tanda Daftar Gudang (TDG)",
    "received_on": "2024-05-02",
    "letter_number": "510/12/V/2024",
    "letter_date": "2024-05-01",
}


async def table(http: httpx.AsyncClient, headers: dict[str, str], table_id: str) -> dict[str, Any]:
    report = (await http.get(REPORT, headers=headers)).json()
    (found,) = [one for one in report["tables"] if one["id"] == table_id]
    return dict(found)


@pytest.mark.requirement("R002-2.4-service")
async def test_a_letter_is_entered_answered_and_reported(
    http: httpx.AsyncClient, front_office: dict[str, str], clock: FixedClock
) -> None:
    entered = await http.post(LETTERS, json=LETTER, headers=front_office)
    assert entered.status_code == 201
    assert entered.json()["state"] == "open"
    answered = await http.post(
        f"{entered.headers['Location']}/reply",
        json={
            "unit": "PIPM",
            "dated_on": "2024-06-07",
            "extract": {"service_codes": ["TDG"], "from": "2024-01-01", "to": "2024-06-30"},
        },
        headers=front_office | {"If-Match": entered.headers["ETag"]},
    )
    assert answered.status_code == 200, answered.text
    assert answered.json()["reply"]["number"] == "001/DPMPTSP/PIPM/VI/2024"
    assert answered.json()["state"] == "closed"
    rows = (await table(http, front_office, "data_requests_opd"))["rows"]
    assert rows[0][3].endswith("001/DPMPTSP/PIPM/VI/2024, 7 Juni 2024")
    listed = (await http.get(LETTERS, headers=front_office)).json()
    assert [one["id"] for one in listed["items"]] == [entered.json()["id"]]


@pytest.mark.requirement("R002-2.4-reply")
async def test_a_reply_carries_the_licences_of_its_service_and_period_alone(
    http: httpx.AsyncClient, listener: Listener, front_office: dict[str, str], issuer: TestIssuer
) -> None:
    def warehouse(
        number: str, issued_on: date, service: str = "TDG", office: str = "62.02"
    ) -> LicenceImportedV1:
        return LicenceImportedV1(
            office_code=office,
            licence_id=uuid4(),
            service_code=service,
            channel="OSS",
            number=number,
            issued_on=issued_on,
        )

    await listener.tell(
        warehouse("=1+1", date(2024, 4, 1)),
        warehouse("TDG/2", date(2024, 6, 30)),
        warehouse("TDG/3", date(2024, 7, 1)),
        warehouse("SIA/1", date(2024, 5, 1), "SIA"),
    )
    await listener.tell_office("53.11", time_zone="Asia/Makassar")
    await listener.tell(warehouse("TDG/FOREIGN", date(2024, 5, 1), office="53.11"))
    place = (await http.post(LETTERS, json=LETTER, headers=front_office)).headers["Location"]
    assert (await http.get(f"{place}/extract", headers=front_office)).status_code == 404
    wanted = {"service_codes": ["TDG"], "from": "2024-04-01", "to": "2024-06-30"}
    recipients = ["Kepala Dinas Contoh", "Sekretaris Daerah"]
    answered = await http.post(
        f"{place}/reply", json={"extract": wanted, "recipients": recipients}, headers=front_office
    )
    letter = answered.json()["reply"]
    assert letter["disclosure"]["count"] == 2
    assert letter["number"] == "001/DPMPTSP/PTSP/VII/2024"
    extract = await http.get(f"{place}/extract", headers=front_office)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(extract.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[-2:]] == ["=1+1", "TDG/2"]
    assert "FOREIGN" not in str(rows)
    paper = await http.get(f"{place}/extract", headers=front_office | {"Accept": "application/pdf"})
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "Kepala Dinas Contoh; Sekretaris Daerah" in text.replace("\u00a0", " ")
    for words in (letter["number"], "=1+1", "TDG/2", "2 izin"):
        assert words in text.replace("\u00a0", " "), words
    for absent in ("TDG/3", "SIA/1", "FOREIGN"):
        assert absent not in text
    stranger = issuer.headers(role="front_office", office="53.11")
    assert (await http.get(f"{place}/extract", headers=stranger)).status_code == 404


@pytest.mark.requirement("R002-2.4-number", "R002-2.4-unique")
async def test_a_reply_number_agrees_with_its_date_and_is_used_once(
    http: httpx.AsyncClient, front_office: dict[str, str]
) -> None:
    first = (await http.post(LETTERS, json=LETTER, headers=front_office)).headers["Location"]
    second = (await http.post(LETTERS, json=LETTER, headers=front_office)).headers["Location"]
    wrong = {"number": "234/DPMPTSP/PIPM/IV/2024", "dated_on": "2024-05-06"}
    refused = await http.post(f"{first}/reply", json=wrong, headers=front_office)
    assert (refused.status_code, refused.json()["code"]) == (422, "rule_broken")
    right = {"number": "250/DPMPTSP/PM/V/2024", "dated_on": "2024-05-06"}
    assert (await http.post(f"{first}/reply", json=right, headers=front_office)).status_code == 200
    used = await http.post(f"{second}/reply", json=right, headers=front_office)
    assert (used.status_code, used.json()["code"]) == (422, "rule_broken")


@pytest.mark.requirement("R002-2.4-PII")
async def test_personal_fields_leave_only_on_a_basis_and_for_a_purpose(
    http: httpx.AsyncClient, front_office: dict[str, str]
) -> None:
    place = (await http.post(LETTERS, json=LETTER, headers=front_office)).headers["Location"]
    disclosure = {"fields": ["nib", "owner"], "personal_fields": ["owner"], "count": 12}
    refused = await http.post(f"{place}/reply", json=disclosure, headers=front_office)
    assert (refused.status_code, refused.json()["code"]) == (422, "rule_broken")
    allowed = disclosure | {"legal_basis": "UU 40/2004", "purpose": "kepesertaan"}
    answered = await http.post(f"{place}/reply", json=allowed, headers=front_office)
    assert answered.status_code == 200
    assert answered.json()["reply"]["disclosure"]["count"] == 12
    assert answered.json()["reply"]["number"].startswith("001/")


async def test_a_letter_is_answered_once_and_not_from_a_stale_copy(
    http: httpx.AsyncClient, front_office: dict[str, str]
) -> None:
    place = (await http.post(LETTERS, json=LETTER, headers=front_office)).headers["Location"]
    stale = await http.post(f"{place}/reply", json={}, headers=front_office | {"If-Match": '"7"'})
    assert stale.status_code == 412
    assert (await http.post(f"{place}/reply", json={}, headers=front_office)).status_code == 200
    again = await http.post(f"{place}/reply", json={}, headers=front_office)
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")


@pytest.mark.parametrize(
    "change",
    [
        {"requester_type": "FRIEND"},
        {"sender": ""},
        {"subject": "\u0000"},
        {"received_on": "2025-01-01"},
        {"received_on": "31 Juni 2024"},
        {"letter_date": "2024-05-03"},
        {"surprise": 1},
    ],
)
async def test_a_wrong_letter_is_not_entered(
    http: httpx.AsyncClient, front_office: dict[str, str], change: dict[str, Any]
) -> None:
    answer = await http.post(LETTERS, json=LETTER | change, headers=front_office)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await http.get(LETTERS, headers=front_office)).json()["items"] == []


async def test_another_offices_letter_is_not_there(
    http: httpx.AsyncClient, front_office: dict[str, str], issuer: TestIssuer
) -> None:
    place = (await http.post(LETTERS, json=LETTER, headers=front_office)).headers["Location"]
    stranger = issuer.headers(role="front_office", office="53.11")
    assert (await http.get(place, headers=stranger)).status_code == 404
    assert (await http.post(f"{place}/reply", json={}, headers=stranger)).status_code == 404


@pytest.mark.requirement("R002-2.4A", "R002-2.4B")
async def test_the_letters_of_the_print_are_entered_and_reported(
    http: httpx.AsyncClient, front_office: dict[str, str], printed: dict[str, Any]
) -> None:
    for letter in printed["data_requests"]:
        entered = await http.post(
            LETTERS,
            json={
                "requester_type": letter["requester_type"],
                "sender": letter["pengirim_no_surat_tgl_printed"],
                "subject": letter["hal"],
                "received_on": "2024-04-15",
            },
            headers=front_office,
        )
        assert entered.status_code == 201
    agencies = await table(http, front_office, "data_requests_opd")
    others = await table(http, front_office, "data_requests_other")
    assert (len(agencies["rows"]), len(others["rows"])) == (4, 3)
    assert agencies["totals"] == {"Surat masuk": "4", "Dibalas": "0"}


@pytest.mark.requirement("R002-2.4-fields")
async def test_a_closed_letter_has_number_and_date_and_an_open_one_may_not(
    http: httpx.AsyncClient, front_office: dict[str, str]
) -> None:
    place = (await http.post(LETTERS, json=LETTER, headers=front_office)).headers["Location"]
    assert (await http.get(place, headers=front_office)).json()["reply"] is None
    await http.post(f"{place}/reply", json={}, headers=front_office)
    closed = (await http.get(place, headers=front_office)).json()
    assert closed["state"] == "closed"
    assert closed["reply"]["number"]
    assert closed["reply"]["dated_on"]
    assert closed["reply"]["recipients"] == [LETTER["sender"]]


@pytest.mark.requirement("R002-III-T7")
async def test_an_obstacle_without_solution_is_warned_of(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    body = {"year": 2024, "quarter": 2, "obstacle": "Sistem SICANTIK mengalami gangguan"}
    written = await http.post("/v1/evaluations", json=body, headers=administrator)
    assert written.status_code == 201
    assert written.json()["warnings"] == ["solution_missing"]
    found = await table(http, administrator, "obstacles")
    assert found["rows"] == [["1", "Sistem SICANTIK mengalami gangguan", ""]]
    assert found["notes"] == ["Kendala nomor 1 belum mempunyai solusi."]
    changed = await http.put(
        written.headers["Location"],
        json={"text": body["obstacle"], "solution": "Entri manual"},
        headers=administrator | {"If-Match": written.headers["ETag"]},
    )
    assert (changed.status_code, changed.json()["warnings"]) == (200, [])


@pytest.mark.requirement("R002-IV-4.1c")
async def test_open_actions_are_offered_again_in_the_next_quarter(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    action = {
        "year": 2024,
        "quarter": 2,
        "kind": "action",
        "text": "Koordinasi dengan pemerintah pusat",
        "owner": "Bidang PTSP",
        "partner": "BKPM",
        "due_on": "2024-09-30",
    }
    await http.post("/v1/evaluations", json=action, headers=administrator)
    await http.post("/v1/evaluations", json=action | {"state": "done"}, headers=administrator)
    later = await http.get("/v1/evaluations?year=2024&quarter=3", headers=administrator)
    assert [one["state"] for one in later.json()["items"]] == ["open"]


def investment(printed: dict[str, Any], table: str, **fields: Any) -> dict[str, Any]:
    block = printed["investment"][table]
    rows = [[row["label"], *row["printed"].values()] for row in block["rows"]]
    return {"year": 2024, "quarter": 1, "columns": block["header_printed"], "rows": rows} | fields


@pytest.mark.requirement("R002-2.2-source", "R002-2.2-lag")
async def test_a_quarter_not_released_yet_shows_the_one_before_under_its_own_name(
    http: httpx.AsyncClient, administrator: dict[str, str], printed: dict[str, Any]
) -> None:
    for origin in ("pmdn", "pma"):
        answer = await http.post(
            "/v1/investment-realisation-imports",
            json=investment(printed, origin, released_on="2024-04-29"),
            headers=administrator,
        )
        assert answer.status_code == 202, answer.text
        assert answer.json()["state"] == "succeeded"
        assert answer.json()["result"]["findings"] == []
    domestic = await table(http, administrator, "investment_pmdn")
    assert "Triwulan I (Satu) Tahun 2024" in domestic["title"]
    assert "NSWI, rilis 29 April 2024" in domestic["source"]
    assert any("belum dirilis" in note for note in domestic["notes"])
    assert domestic["rows"][0][3:] == ["576145.90", "280", "676", "0"]
    foreign = await table(http, administrator, "investment_pma")
    assert foreign["rows"][0][3:] == ["20908.70", "313630.50", "88", "541", "3"]


async def test_english_numbers_give_the_same_release(
    http: httpx.AsyncClient, administrator: dict[str, str], printed: dict[str, Any]
) -> None:
    body = investment(printed, "pmdn")
    swap = str.maketrans(",.", ".,")
    body["rows"] = [
        [label, *(cell.translate(swap) for cell in row)] for label, *row in body["rows"]
    ]
    await http.post("/v1/investment-realisation-imports", json=body, headers=administrator)
    rows = (await table(http, administrator, "investment_pmdn"))["rows"]
    assert rows[0][3:] == ["576145.90", "280", "676", "0"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"quarter": 5}, 422),
        ({"year": 2024, "quarter": 4}, 422),
        ({"columns": ["a", "b"]}, 422),
        ({"origin": "ASING"}, 422),
        ({"rows": []}, 422),
    ],
)
async def test_a_release_that_cannot_be_read_is_refused(
    http: httpx.AsyncClient,
    administrator: dict[str, str],
    printed: dict[str, Any],
    fields: dict[str, Any],
    status: int,
) -> None:
    answer = await http.post(
        "/v1/investment-realisation-imports",
        json=investment(printed, "pmdn", **fields),
        headers=administrator,
    )
    assert (answer.status_code, answer.json()["code"]) == (status, "invalid_request")


async def test_a_row_that_no_reading_fits_takes_nothing(
    http: httpx.AsyncClient, administrator: dict[str, str], printed: dict[str, Any]
) -> None:
    body = investment(printed, "pmdn")
    body["rows"][4] = ["Tanaman Pangan", "24,5", "93.789,60", "479", "0"]
    answer = await http.post("/v1/investment-realisation-imports", json=body, headers=administrator)
    assert answer.json()["state"] == "failed"
    assert answer.json()["errors"] == [{"row": 5, "column": "Proyek", "code": "shifted"}]
    assert (await table(http, administrator, "investment_pmdn"))["rows"] == []
