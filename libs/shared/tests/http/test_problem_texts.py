"""What a refusal says to people: in their language, whoever refuses."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from shared.errors import RuleBroken
from shared.http import RequiredIfMatch
from shared.http.middleware import RequestEdge
from shared.http.problems import install
from shared.testing.http import client


@pytest.fixture
async def door() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    install(app)
    app.add_middleware(RequestEdge, json_bytes=1_000, upload_bytes=1_000)

    @app.post("/notes/1/signature")
    async def sign_note() -> None:
        raise RuleBroken(rule="survey", article="Perbup Malra 23/2021 Ps 7(3)")

    @app.put("/notes/1")
    async def put_note(version: RequiredIfMatch) -> None: ...

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError

    async with client(app) as http:
        yield http


@pytest.mark.parametrize(
    ("asked", "language", "title", "detail"),
    [
        (None, "id", "Tidak dapat diproses", "Permintaan bertentangan dengan ketentuan. Dasar: "),
        ("fr, id;q=0.5", "id", "Tidak dapat diproses", "Permintaan bertentangan"),
        (
            "en-GB,en;q=0.9,id;q=0.8",
            "en",
            "Unprocessable Content",
            "The request contradicts a rule.",
        ),
    ],
)
async def test_a_problem_is_said_in_the_readers_language_and_its_code_in_none(
    door: httpx.AsyncClient, asked: str | None, language: str, title: str, detail: str
) -> None:
    headers = {} if asked is None else {"Accept-Language": asked}
    answer = await door.post("/notes/1/signature", headers=headers)
    body = answer.json()

    assert (answer.status_code, body["code"], body["rule"]) == (422, "rule_broken", "survey")
    assert (body["title"], body["article"]) == (title, "Perbup Malra 23/2021 Ps 7(3)")
    assert body["detail"].startswith(detail)
    assert body["detail"].endswith("Perbup Malra 23/2021 Ps 7(3).")
    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"]


async def test_what_no_route_has_understood_is_refused_in_both_languages_too(
    door: httpx.AsyncClient,
) -> None:
    async def said(method: str, path: str, language: str, **more: Any) -> str:
        answer = await door.request(method, path, headers={"Accept-Language": language}, **more)
        assert answer.headers["content-language"] == language
        detail: str = answer.json()["detail"]
        return detail

    big = {"content": b"x" * 2_000}
    for method, path, more, indonesian, english in (
        ("GET", "/nowhere", {}, "tidak ditemukan", "no such thing"),
        ("DELETE", "/notes/1", {}, "tidak menerima metode", "does not take that method"),
        ("PUT", "/notes/1", {}, "Sertakan If-Match", "Send If-Match"),
        ("POST", "/notes/1/signature", big, "lebih besar", "larger than"),
        ("GET", "/bug", {}, "kesalahan di pihak kami", "wrong on our side"),
    ):
        assert indonesian in await said(method, path, "id", **more)
        assert english in await said(method, path, "en", **more)
