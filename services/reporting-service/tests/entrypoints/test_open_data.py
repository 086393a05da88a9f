"""Open data: everybody may have it, no person can be told apart in it, both forms say the same."""

import csv
import io
from datetime import date
from uuid import uuid4

import httpx
import pytest
from arro3.io import read_parquet

from reporting_service.testing import Listener
from shared.contracts.permit import LicenceImportedV1
from shared.contracts.survey import ResponseRecordedV1

NINE = [
    "PERSYARATAN",
    "PROSEDUR",
    "WAKTU",
    "BIAYA",
    "PRODUK",
    "KOMPETENSI",
    "PERILAKU",
    "SARANA",
    "PENGADUAN",
]


async def rows_of(http: httpx.AsyncClient, dataset: str, period: str) -> list[dict[str, str]]:
    answer = await http.get(f"/v1/open-data/{dataset}?office_code=62.02&period={period}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


async def tell_licences(listener: Listener, service: str, count: int) -> None:
    await listener.tell(
        *(
            LicenceImportedV1(
                office_code="62.02",
                licence_id=uuid4(),
                service_code=service,
                channel="MANUAL",
                number=f"{service}/{place}",
                issued_on=date(2024, 5, 6),
                nib="1234567890123",
            )
            for place in range(count)
        )
    )


async def tell_answers(listener: Listener, count: int, day: date) -> None:
    await listener.tell(
        *(
            ResponseRecordedV1(
                office_code="62.02",
                response_id=uuid4(),
                answered_on=day,
                collection_mode="web",
                answers=dict.fromkeys(NINE, 3),
            )
            for _ in range(count)
        )
    )


async def test_licences_by_month_and_service_hide_cells_under_five(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    await tell_licences(listener, "SLF", 5)
    await tell_licences(listener, "SIP-DOKTER", 4)
    found = await rows_of(http, "licences", "2024-Q2")
    assert [(one["service_code"], one["count"], one["is_suppressed"]) for one in found] == [
        ("SIP-DOKTER", "", "true"),
        ("SLF", "5", "false"),
    ]
    assert {one["month"] for one in found} == {"2024-05"}
    text = (await http.get("/v1/open-data/licences?office_code=62.02&period=2024")).text
    assert "1234567890123" not in text
    assert "SLF/" not in text
    assert await rows_of(http, "licences", "2024-06") == []


async def test_the_index_by_month_hides_what_fewer_than_five_answered(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    await tell_answers(listener, 4, date(2024, 4, 3))
    await tell_answers(listener, 5, date(2024, 5, 3))
    april, may = await rows_of(http, "index", "2024-Q2")
    assert (april["ikm"], april["respondents"], april["is_suppressed"]) == ("", "", "true")
    assert (may["ikm"], may["respondents"], may["grade"]) == ("75.0", "5", "C")
    assert may["nrr_persyaratan"] == "3.0"


async def test_counts_are_given_as_the_office_gave_them_and_no_formula_runs(
    http: httpx.AsyncClient, administrator: dict[str, str]
) -> None:
    count = {
        "year": 2024,
        "month": 4,
        "channel": "MANUAL",
        "kind": "=1+1",
        "measure": "licences",
        "count": 3,
        "source": "Rekap",
    }
    await http.post("/v1/licence-count-imports", json=count, headers=administrator)
    await http.post("/v1/licence-count-imports", json=count | {"count": 6}, headers=administrator)
    (found,) = await rows_of(http, "counts", "2024-04")
    assert (found["label"], found["count"], found["version"]) == ("'=1+1", "6", "2")


async def test_parquet_says_what_csv_says(http: httpx.AsyncClient, listener: Listener) -> None:
    await tell_licences(listener, "SLF", 7)
    await tell_licences(listener, "PBG", 1)
    answer = await http.get(
        "/v1/open-data/licences?office_code=62.02&period=2024-Q2&format=parquet"
    )
    assert answer.headers["content-disposition"].endswith('licences-62.02-2024-Q2.parquet"')
    table = read_parquet(io.BytesIO(answer.content)).read_all()
    assert table.column("count").to_pylist() == [None, 7]
    assert table.column("service_code").to_pylist() == ["PBG", "SLF"]
    nothing = await http.get("/v1/open-data/index?office_code=62.02&period=2023&format=parquet")
    assert read_parquet(io.BytesIO(nothing.content)).read_all().num_rows == 0


async def test_every_column_is_described(http: httpx.AsyncClient) -> None:
    described = (await http.get("/v1/open-data")).json()["items"]
    for one in described:
        answer = await http.get(f"/v1/open-data/{one['dataset']}?office_code=62.02&period=2024-Q2")
        assert answer.text.splitlines()[0].split(",") == [
            column["name"] for column in one["columns"]
        ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("people?office_code=62.02&period=2024", 422),
        ("licences?office_code=99.99&period=2024", 404),
        ("licences?office_code=62.02&period=soon", 422),
        ("licences?office_code=62.02&period=2024&format=xls", 422),
        ("licences?office_code=62.02", 422),
    ],
)
async def test_what_is_not_there_is_refused(
    http: httpx.AsyncClient, path: str, status: int
) -> None:
    assert (await http.get(f"/v1/open-data/{path}")).status_code == status
