"""How a refusal looks to a client."""

import httpx

from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import system_caller

SECRET = "RAHASIA-8102153002900001"


async def rows(database: Database, table: str) -> int:
    async with database.read(system_caller("permit", OFFICE, "62.02")) as connection:
        found = await connection.exec_driver_sql(f"select count(*) from {table}")
        return int(found.scalar_one())


def is_problem(answer: httpx.Response, status: int, code: str, *pointers: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["code"] == code
    assert body["trace_id"]
    assert [one["pointer"] for one in body["errors"]][: len(pointers)] == list(pointers)
    assert SECRET not in answer.text
