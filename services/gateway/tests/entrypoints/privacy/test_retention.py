"""How long what is kept: dated data for anybody to read, and what ends by itself."""

from datetime import timedelta

import httpx
from sqlalchemy import text

from shared.database.engine import Database
from shared.database.kept_answers import forget_answers
from shared.identity import ANYBODY
from shared.messaging.once import Once
from shared.testing.clock import FixedClock


async def test_anybody_may_read_how_long_what_is_kept(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/retention-classes")

    assert answer.status_code == 200
    classes = {one["code"]: one for one in answer.json()["items"]}
    file = classes["licensing_file"]
    assert (file["after"], file["years"], file["verified"]) == ("archive", None, False)
    assert all(one["source"] and one["basis"] and one["label"]["id"] for one in classes.values())
    # Nobody's law is claimed: what is not verified says so.
    assert not any(one["verified"] for one in classes.values())


async def test_answers_for_repeated_requests_end_after_thirty_days_and_messages_marks_stay(
    database: Database, clock: FixedClock
) -> None:
    for mark in ("http:old", "group:reaction:1", "http:new"):
        async with database.begin(ANYBODY, once=Once(mark=mark, fingerprint=b"f")):
            pass
    async with database.begin(ANYBODY) as work:
        for mark, days in (("http:old", 31), ("group:reaction:1", 99), ("http:new", 29)):
            await work.connection.execute(
                text("update once_mark set made_at = :at where mark = :mark"),
                {"at": clock.now() - timedelta(days=days), "mark": mark},
            )

    assert await forget_answers(database) == 1
    assert await forget_answers(database) == 0
    left = await database.fetch_all("select mark from once_mark order by mark")
    assert [row["mark"] for row in left] == ["group:reaction:1", "http:new"]
