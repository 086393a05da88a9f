"""The same key: one effect, the same answer."""

from permit_service.testing.counter import PDF, Counter, draft_body
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import system_caller


async def events(database: Database) -> int:
    async with database.read(system_caller("permit", OFFICE)) as connection:
        found = await connection.exec_driver_sql("select count(*) from event_log")
        return int(found.scalar_one())


async def test_a_repeated_draft_is_one_draft(counter: Counter) -> None:
    who = counter.as_("applicant")

    first = await counter.post("", draft_body(), who=who, Idempotency_Key="k1")
    second = await counter.post("", draft_body(), who=who, Idempotency_Key="k1")
    other = await counter.post("", draft_body(reference="x"), who=who, Idempotency_Key="k1")

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.headers["Location"] == second.headers["Location"]
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"


async def test_every_step_can_be_repeated(counter: Counter, database: Database) -> None:
    draft = await counter.documented()
    path = f"/{draft['id']}"
    agencies = ("bapenda", "dinas-putr")
    steps = [
        (f"{path}/submission", None, counter.as_("applicant")),
        (f"{path}/verification", {"outcome": "complete"}, counter.as_("front_office")),
        *(
            (
                f"{path}/recommendations/{agency}",
                {"outcome": "approve"},
                counter.as_("agency_officer", agency=agency),
            )
            for agency in agencies
        ),
        (f"{path}/validation", {"outcome": "valid"}, counter.as_("back_office")),
        (f"{path}/signature", {"passphrase": "SIGN"}, counter.as_("head")),
        (f"{path}/delivery", None, counter.as_("back_office")),
    ]

    for number, (url, body, who) in enumerate(steps):
        if url.endswith("signature"):
            await counter.answer_survey(draft["id"])
            body = {"passphrase": "a passphrase of the tests"}
        key = f"step-{number}"
        first = await counter.post(url, body, who=who, Idempotency_Key=key)
        before = await events(database)
        second = await counter.post(url, body, who=who, Idempotency_Key=key)
        assert first.status_code == second.status_code == 200, (url, first.text, second.text)
        assert first.content == second.content
        assert second.headers["Idempotency-Replayed"] == "true"
        assert await events(database) == before


async def test_a_withdrawal_and_an_upload_can_be_repeated(counter: Counter) -> None:
    draft = await counter.draft()

    first = await counter.upload(draft["id"], 1, Idempotency_Key="u")
    second = await counter.upload(draft["id"], 1, Idempotency_Key="u")
    other = await counter.upload(draft["id"], 1, content=PDF + b"\n", Idempotency_Key="u")
    who = counter.as_("applicant")
    gone = await counter.post(f"/{draft['id']}/withdrawal", who=who, Idempotency_Key="w")
    again = await counter.post(f"/{draft['id']}/withdrawal", who=who, Idempotency_Key="w")
    upload_again = await counter.upload(draft["id"], 1, Idempotency_Key="u")

    assert first.content == second.content == upload_again.content
    assert len((await counter.read(draft["id"]))["documents"]) == 1
    assert other.json()["code"] == "idempotency_key_reused"
    assert gone.content == again.content


async def test_a_refused_request_keeps_no_answer(counter: Counter) -> None:
    draft = await counter.draft()
    who, path = counter.as_("applicant"), f"/{draft['id']}/submission"

    refused = await counter.post(path, who=who, Idempotency_Key="s")
    for number in (1, 2, 3, 4, 6, 7, 8, 9):
        await counter.upload(draft["id"], number)
    accepted = await counter.post(path, who=who, Idempotency_Key="s")

    assert refused.status_code == 422
    assert accepted.status_code == 200
