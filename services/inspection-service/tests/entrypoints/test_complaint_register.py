"""The register of a period in the columns of the office's own table (source 002, 2.3)."""

import io
from typing import Any
from uuid import uuid4

import httpx
import pytest
import python_calamine

from inspection_service.testing import Desk, Listener
from shared.testing.clock import FixedClock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGISTER = "/v1/complaint-register?period=2026-Q2"
FOUNDATION = {"name": "Yayasan Contoh", "kind": "non_individual"}
NOTARY = {"name": "Notaris Contoh", "kind": "individual", "nib": "1234567890124"}


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "complaint",
        "subject": "institution",
        "ground": "licensing",
        "businesses": [FOUNDATION, NOTARY],
        "description": "=Data diisi orang lain",
        "complainant": {"kind": "public", "name": "Seorang Warga", "phone": "+628110000000"},
    } | changes


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [tuple(row) for row in book.get_sheet_by_index(0).to_python()][3:]


@pytest.mark.requirement("R002-2.3-table", "R002-2.3-party")
async def test_the_register_has_the_columns_of_the_print_with_both_parties_and_every_step(
    http: httpx.AsyncClient, desk: Desk, clock: FixedClock
) -> None:
    first = (await desk.done("/v1/complaints", entry(), role="front_office"))["number"]
    path = f"/v1/complaints/{first}/actions"
    await desk.done(path, {"kind": "tracing", "notes": "Terdaftar di OSS"}, role="front_office")
    advice = {"kind": "advice", "notes": "SPT tahunan dahulu", "waits_for": "business"}
    await desk.done(path, advice, role="front_office")
    consultation = {"kind": "consultation", "description": "Bertanya syarat PBG"}
    await desk.done("/v1/complaints", consultation, role="front_office")

    answer = await http.get(REGISTER, headers=desk.acting("head") | {"Accept": XLSX})

    head, *rows = rows_of(answer.content)
    assert head == (
        "No",
        "Nama Pelaku Usaha Perorangan / Non Perorangan",
        "Nama Pemohon/Pelapor",
        "Tgl/Waktu Pengaduan",
        "Materi Konsultasi / Pengaduan",
        "Penyelesaian / Tindak Lanjut",
        "Status",
    )
    assert rows == [
        (
            1,
            "Yayasan Contoh\nNotaris Contoh",
            "Seorang Warga",
            f"15 Juni 2026, 09.00 ({first})",
            "Pengaduan: =Data diisi orang lain",
            "1. Penelusuran, 15 Juni 2026: Terdaftar di OSS\n"
            "2. Saran, 15 Juni 2026: SPT tahunan dahulu",
            "Masih menunggu pelaku usaha",
        ),
        (
            2,
            "",
            "",
            f"15 Juni 2026, 09.00 ({first[:-1]}2)",
            "Konsultasi: Bertanya syarat PBG",
            "",
            "Diterima",
        ),
    ]
    told = (await desk.get(REGISTER, role="administrator"))["items"]
    assert [one["businesses"] for one in told] == [[{"nib": None} | FOUNDATION, NOTARY], []]
    missing = entry(businesses=[{"name": "Tanpa jenis"}])
    refused = await desk.post("/v1/complaints", missing, role="front_office")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_an_open_entry_goes_on_to_the_next_period_and_a_closed_one_does_not(
    desk: Desk, clock: FixedClock
) -> None:
    numbers = [
        (await desk.done("/v1/complaints", entry(), role="front_office"))["number"] for _ in "ab"
    ]
    closed = f"/v1/complaints/{numbers[0]}"
    proven = {"proven": False, "notes": "-"}
    await desk.done(f"{closed}/verification", proven, role="licensing_official")
    ended = {"outcome": "no_measure", "reason": "-"}
    await desk.done(f"{closed}/resolution", ended, role="licensing_official")

    now = (await desk.get("/v1/complaint-register?period=2026-06"))["items"]
    later = (await desk.get("/v1/complaint-register?period=2026-Q3"))["items"]

    assert [one["number"] for one in now] == numbers
    assert [(one["number"], one["carried_over"]) for one in later] == [(numbers[1], True)]
    assert (await desk.get("/v1/complaint-register?period=2026-Q1"))["items"] == []


async def test_the_register_is_read_by_those_who_keep_it_alone_and_on_record(
    http: httpx.AsyncClient, desk: Desk, issuer: Any
) -> None:
    await desk.done("/v1/complaints", entry(), role="front_office")

    for role in ("inspector", "agency_officer", "back_office", "province", "applicant"):
        headers = issuer.headers(role=role, office="53.11")
        assert (await http.get(REGISTER, headers=headers)).status_code == 403, role
    elsewhere = issuer.headers(role="head", office="81.02")
    assert (await http.get(REGISTER, headers=elsewhere)).json().get("items", []) == []
    assert (await http.get(REGISTER)).status_code == 401
    wrong = await http.get("/v1/complaint-register?period=2026-Q5", headers=desk.acting("head"))
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/period")

    seen = await desk.get(REGISTER, role="head")
    assert seen["items"][0]["complainant"]["name"] == "Seorang Warga"
    system = {"Authorization": f"Bearer {issuer.system.issue('gateway', 'inspection')}"}
    log = await http.get("/internal/access-log?offices=53.11", headers=system)
    assert [line["roles"] for line in log.json()] == [["head"]]


async def test_an_accused_officer_reads_who_complained_only_where_that_was_not_withheld(
    http: httpx.AsyncClient, issuer: Any, desk: Desk
) -> None:
    about = {"subject": "official", "subject_refs": ["head.5311"], "ground": "licensing"}
    await desk.done("/v1/complaints", entry(**about, identity_withheld=True), role="front_office")
    accused = issuer.headers(role="head", office="53.11", username="head.5311")

    told = (await http.get(REGISTER, headers=accused)).json()["items"][0]
    paper = await http.get(REGISTER, headers=accused | {"Accept": XLSX})

    assert "complainant" not in told
    assert rows_of(paper.content)[1][2] == "identitas dirahasiakan"


async def test_a_sibling_reads_entries_by_number_in_the_name_of_an_officer_who_may(
    http: httpx.AsyncClient, desk: Desk, issuer: Any, listener: Listener
) -> None:
    await listener.tell_office("81.02")
    first = (await desk.done("/v1/complaints", entry(), role="front_office"))["number"]
    about = {"subject": "official", "subject_refs": ["head.5311"], "ground": "licensing"}
    withheld = entry(**about, identity_withheld=True)
    second = (await desk.done("/v1/complaints", withheld, role="front_office"))["number"]
    system = {"Authorization": f"Bearer {issuer.system.issue('reporting', 'inspection')}"}
    reader = {"account": str(uuid4()), "roles": ["head"], "username": "head.5311"}
    asked = {"office_code": "53.11", "reader": reader, "numbers": [first, second, "PGD-0"]}
    path = "/internal/complaint-entries"

    told = await http.post(path, json=asked, headers=system)

    assert told.json()["items"] == [
        {
            "number": first,
            "businesses": "Yayasan Contoh\nNotaris Contoh",
            "complainant": "Seorang Warga",
            "filed": f"15 Juni 2026, 09.00 ({first})",
            "matter": "Pengaduan: =Data diisi orang lain",
            "follow_up": "",
            "status": "Diterima",
        },
        told.json()["items"][1] | {"number": second, "complainant": "identitas dirahasiakan"},
    ]
    log = (await http.get("/internal/access-log?offices=53.11", headers=system)).json()
    assert [(line["actor"], line["roles"]) for line in log] == [(reader["account"], ["head"])]
    elsewhere = await http.post(path, json=asked | {"office_code": "81.02"}, headers=system)
    assert elsewhere.json() == {"items": []}
    inspector = asked | {"reader": reader | {"roles": ["inspector"]}}
    assert (await http.post(path, json=inspector, headers=system)).status_code == 403
    assert (await http.post(path, json=asked, headers=desk.acting("head"))).status_code == 401
    many = asked | {"numbers": [first] * 201}
    assert (await http.post(path, json=many, headers=system)).status_code == 422
