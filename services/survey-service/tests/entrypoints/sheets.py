"""Sheets of answers as offices have them, and importing one."""

import io
from datetime import date
from typing import Any

import httpx
import xlsxwriter

TITLES = [f"U{place}" for place in range(1, 10)]
Headers = dict[str, str]


def as_csv(rows: list[list[Any]], *, separator: str = ",", bom: bool = False) -> bytes:
    lines = [separator.join(str(cell) for cell in row) for row in rows]
    return (b"\xef\xbb\xbf" if bom else b"") + "\r\n".join(lines).encode()


def as_xlsx(rows: list[list[Any]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        form = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, form)
                else:
                    sheet.write(place, column, cell)
    return held.getvalue()


def with_sums(respondents: int, sums: list[int]) -> bytes:
    """Answers of so many people with exactly these sums per element."""
    rows = []
    for person in range(respondents):
        rows.append([(total + person) // respondents for total in sums])
    assert [sum(row[place] for row in rows) for place in range(9)] == sums
    return as_csv([TITLES, *rows])


def spread(total: int) -> list[int]:
    """A total over nine elements, as evenly as can be."""
    return [(total + place) // 9 for place in range(9)]


async def imported(
    http: httpx.AsyncClient,
    headers: Headers,
    content: bytes,
    *,
    name: str = "skm.csv",
    **fields: str,
) -> httpx.Response:
    given = {"period_end": "2024-06-30"} | fields
    return await http.post(
        "/v1/survey-response-imports", headers=headers, files={"file": (name, content)}, data=given
    )


async def ended(http: httpx.AsyncClient, headers: Headers, answer: httpx.Response) -> Any:
    assert answer.status_code == 202, answer.text
    found = await http.get(f"/v1/operations/{answer.json()['operation_id']}", headers=headers)
    assert found.status_code == 200
    return found.json()
