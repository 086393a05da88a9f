"""The project list of OSS as a spreadsheet: what is taken, what is named as wrong."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import xlsxwriter

from inspection_service.testing import Desk, count, run_until
from shared.identity import system_caller
from shared.module import ServiceModule

PATH = "/v1/business-imports"
NIB = "1234567890123"
HEADINGS = (
    "id_proyek",
    "nib",
    "nama_perusahaan",
    "uraian_risiko_proyek",
    "uraian_skala_usaha",
    "kbli",
    "alamat_usaha",
    "kecamatan_usaha",
    "longitude",
    "latitude",
)
ROW = (
    "R-1",
    NIB,
    "PT Contoh",
    "Rendah",
    "Usaha Kecil",
    "47111",
    "Jl. Mawar 1",
    "Waingapu",
    "120.26",
    "-9.65",
)


def csv_of(*rows: tuple[str, ...], delimiter: str = ";") -> bytes:
    lines = [delimiter.join(row) for row in (HEADINGS, *rows)]
    return ("\ufeff" + "\r\n".join(lines)).encode()


def xlsx_of(*rows: tuple[str, ...]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((HEADINGS, *rows)):
            for column, cell in enumerate(row):
                # As OSS exports it: a NIB is a number there.
                value: Any = int(cell) if cell.isdecimal() else cell
                sheet.write(place, column, value)
    return buffer.getvalue()


def changed(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(heading, cell) for heading, cell in zip(HEADINGS, ROW, strict=True))


async def handed_in(
    http: httpx.AsyncClient, desk: Desk, content: bytes, **fields: str
) -> httpx.Response:
    return await http.post(
        PATH,
        files={"file": ("proyek.csv", content)},
        data=fields,
        headers=desk.acting("administrator"),
    )


Sent = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def sent(http: httpx.AsyncClient, desk: Desk, service: ServiceModule) -> Sent:
    """Hands a list in and lets the importing timer end it; what is refused at once as it is."""

    async def step(content: bytes, **fields: str) -> httpx.Response:
        accepted = await handed_in(http, desk, content, **fields)
        if accepted.status_code != 202:
            return accepted
        assert (accepted.json()["state"], accepted.json()["progress"]) == ("running", 0)
        await run_until(service.loops[2], none_waits)
        return await http.get(accepted.headers["Location"], headers=desk.acting("administrator"))

    async def none_waits() -> bool:
        return await count(service, "import_operation where state = 'running'") == 0

    return step


@pytest.mark.parametrize("content", [csv_of(ROW), csv_of(ROW, delimiter=","), xlsx_of(ROW)])
async def test_a_row_makes_a_business_with_its_place_and_activity(
    sent: Sent, desk: Desk, content: bytes
) -> None:
    answer = await sent(content)
    operation = answer.json()
    assert (operation["state"], operation["result"]["accepted"]) == ("succeeded", 1)
    business = await desk.get(f"/v1/businesses/{NIB}")
    (place,) = business["locations"]
    assert (business["name"], business["scale"]) == ("PT Contoh", "small")
    assert (place["address"], place["latitude"]) == ("Jl. Mawar 1", -9.65)
    assert place["activities"] == [{"kbli": "47111", "risk": "low", "project_id": "R-1"}]


async def test_the_same_file_twice_changes_nothing(sent: Sent, desk: Desk) -> None:
    content = csv_of(ROW, changed(id_proyek="R-2", alamat_usaha="Jl. Melati 2"), ROW)
    await sent(content)
    first = await desk.get(f"/v1/businesses/{NIB}")
    await sent(content)
    assert await desk.get(f"/v1/businesses/{NIB}") == first
    assert [len(place["activities"]) for place in first["locations"]] == [1, 1]


async def test_a_project_that_moved_stands_at_its_new_place_alone(sent: Sent, desk: Desk) -> None:
    await sent(csv_of(ROW))
    await sent(csv_of(changed(alamat_usaha="Jl. Melati 2")))
    places = (await desk.get(f"/v1/businesses/{NIB}"))["locations"]
    activities = {place["address"]: len(place["activities"]) for place in places}
    assert activities == {"Jl. Mawar 1": 0, "Jl. Melati 2": 1}


@pytest.mark.requirement("R004-P01-13", "R004-P01-17")
@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"uraian_risiko_proyek": ""}, "uraian_risiko_proyek", "missing"),
        ({"uraian_risiko_proyek": "gawat"}, "uraian_risiko_proyek", "invalid"),
        ({"nib": "123"}, "nib", "invalid"),
        ({"nib": ""}, "nib", "missing"),
        ({"id_proyek": ""}, "id_proyek", "missing"),
        ({"kbli": "4711"}, "kbli", "invalid"),
        ({"alamat_usaha": ""}, "alamat_usaha", "missing"),
        ({"latitude": "95.0"}, "latitude", "invalid"),
        ({"latitude": "selatan"}, "latitude", "invalid"),
        ({"uraian_skala_usaha": "raksasa"}, "uraian_skala_usaha", "invalid"),
        ({"nama_perusahaan": "x" * 301}, "nama_perusahaan", "too_long"),
    ],
)
async def test_a_wrong_row_is_named_and_the_others_are_taken(
    sent: Sent, desk: Desk, changes: dict[str, str], column: str, code: str
) -> None:
    good = changed(id_proyek="R-9", nib="9999999999999")
    answer = await sent(csv_of(changed(**changes), good))
    operation = answer.json()
    assert operation["result"]["refused"] == 1
    assert operation["errors"] == [{"row": 2, "column": column, "code": code}]
    listed = (await desk.get("/v1/businesses"))["items"]
    assert [one["nib"] for one in listed] == ["9999999999999"]


async def test_a_dry_run_takes_nothing(sent: Sent, desk: Desk) -> None:
    answer = await sent(csv_of(ROW), dry_run="true")
    assert answer.json()["dry_run"] is True
    assert (await desk.get("/v1/businesses"))["items"] == []


async def test_a_column_map_names_other_headings(sent: Sent, desk: Desk) -> None:
    content = csv_of(ROW).replace(b"nama_perusahaan", b"Nama Usaha")
    missing = await sent(content)
    assert (missing.status_code, missing.json()["errors"][0]["pointer"]) == (422, "/file/name")
    mapped = await sent(content, column_map='{"name": "Nama Usaha"}')
    assert mapped.json()["result"]["accepted"] == 1
    for wrong in ("{", "[]", '{"name": 1}', '{"unknown": "x"}'):
        assert (await sent(content, column_map=wrong)).status_code == 422


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"MZ\x90\x00", 415),
        (b"PK\x03\x04broken", 415),
        (b"%PDF-1.7", 415),
        (b"a;b\n1;2\n", 422),
    ],
)
async def test_what_is_no_such_table_is_refused(sent: Sent, content: bytes, status: int) -> None:
    answer = await sent(content)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_only_an_administrator_imports(http: httpx.AsyncClient, desk: Desk) -> None:
    for role in ("licensing_official", "head", "inspector"):
        answer = await http.post(
            PATH, files={"file": ("a.csv", csv_of(ROW))}, headers=desk.acting(role)
        )
        assert answer.status_code == 403


async def test_another_offices_operation_is_not_there(
    sent: Sent, http: httpx.AsyncClient, desk: Desk
) -> None:
    operation = (await sent(csv_of(ROW))).json()
    other = desk.acting("administrator", office="62.02")
    path = f"/v1/operations/{operation['operation_id']}"
    assert (await http.get(path, headers=other)).status_code == 404


async def test_many_rows_are_taken_in_batches(sent: Sent, desk: Desk) -> None:
    rows = [changed(id_proyek=f"R-{n}", nib=f"{n:013d}") for n in range(1200)]
    answer = await sent(csv_of(*rows))
    assert answer.json()["result"]["accepted"] == 1200
    page = await desk.get("/v1/businesses?limit=200")
    assert len(page["items"]) == 200


async def test_a_list_lies_sealed_and_goes_when_its_import_has_ended(
    sent: Sent, http: httpx.AsyncClient, desk: Desk, service: ServiceModule
) -> None:
    async def kept() -> str:
        query = "select coalesce(string_agg(encode(content, 'escape'), ''), '')"
        async with service.database.read(system_caller("test", "53.11")) as connection:
            rows = await connection.exec_driver_sql(f"{query} from import_operation")
            return str(rows.scalar_one())

    await handed_in(http, desk, csv_of(ROW))
    waiting = await kept()
    assert waiting != ""
    assert "Jl. Mawar" not in waiting
    await sent(csv_of(ROW))
    assert await kept() == ""


async def test_the_same_key_hands_in_one_list(
    sent: Sent, http: httpx.AsyncClient, desk: Desk, service: ServiceModule
) -> None:
    headers = desk.acting("administrator") | {"Idempotency-Key": "list-1"}
    answers = [
        await http.post(PATH, files={"file": ("proyek.csv", content)}, headers=headers)
        for content in (csv_of(ROW), csv_of(ROW), csv_of(changed(kbli="47112")))
    ]
    assert answers[1].json() == answers[0].json()
    assert answers[2].json()["code"] == "idempotency_key_reused"
    assert await count(service, "import_operation") == 1
