"""The linter as a page: whoever holds a printed report learns what is wrong in it."""

import html
import json
from typing import Any

import httpx
import pytest

PAGE = "/report-lint"


async def sent(http: httpx.AsyncClient, content: bytes, **params: str) -> httpx.Response:
    file = {"file": ("laporan.json", content, "application/json")}
    return await http.post(PAGE, files=file, params=params)


async def test_the_page_asks_for_a_file_in_the_readers_language(http: httpx.AsyncClient) -> None:
    indonesian = await http.get(PAGE)
    english = await http.get(PAGE, headers={"Accept-Language": "en"})

    assert "Periksa laporan kinerja PTSP" in indonesian.text
    assert "Check a quarterly performance report" in english.text
    assert "script" not in indonesian.text
    assert "default-src 'none'" in indonesian.headers["content-security-policy"]


async def test_the_index_that_was_printed_wrong_is_shown_with_the_right_one(
    http: httpx.AsyncClient, printed: dict[str, Any]
) -> None:
    page = html.unescape((await sent(http, json.dumps(printed).encode())).text)

    assert "IKM dari jawaban responden dengan bobot tepat 1/9 adalah 84.48." in page
    assert "84.93" in page


async def test_a_report_without_faults_is_called_clean(http: httpx.AsyncClient) -> None:
    page = await sent(http, json.dumps({"period": {"year": 2024, "quarter": 2}}).encode())

    assert page.status_code == 200
    assert "Tidak ada kekeliruan yang ditemukan." in page.text


@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b'{"period": {"year": "<b>x"}}'])
async def test_what_is_no_report_is_refused_by_place_and_not_repeated(
    http: httpx.AsyncClient, content: bytes
) -> None:
    page = await sent(http, content)

    assert page.status_code == 422
    assert "tidak dapat dibaca" in page.text
    assert "<b>x" not in page.text


async def test_a_form_without_a_file_is_asked_again(http: httpx.AsyncClient) -> None:
    assert (await http.post(PAGE, data={"file": "no file"})).status_code in {415, 422}
