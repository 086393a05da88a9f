"""What other services tell: each message delivered twice has one effect, in any order."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx

from permit_service.testing.counter import Counter
from permit_service.testing.facts import (
    OFFICE,
    invitation_opened,
    office_changed,
    sanction_escalated,
    sanction_imposed,
    sanction_lifted,
    survey_completed,
)
from permit_service.testing.service import Listener
from shared.contracts.gateway import CalendarChangedV1, CalendarDay
from shared.database.engine import Database
from shared.identity import system_caller
from shared.testing.clock import FixedClock

SYSTEM = system_caller("permit", OFFICE)


async def told(database: Database) -> list[str]:
    """The types of everything that this office's permits told, in order."""
    async with database.read(SYSTEM) as connection:
        rows = await connection.exec_driver_sql("select type from event_log order by id")
        return [row.type for row in rows]


async def status_of(http: httpx.AsyncClient, token: str) -> str:
    answer = await http.get(f"/v1/verification/{token}")
    return str(answer.json()["status"])


async def test_a_survey_that_is_told_twice_resumes_the_clock_once(
    counter: Counter, listener: Listener, database: Database, clock: FixedClock
) -> None:
    application = await counter.validated()
    clock.move(timedelta(days=2))
    await listener.tell(survey_completed(UUID(application["id"]), clock.now()))

    await listener.deliver(listener.told[-1:])
    await listener.deliver(listener.told[-1:])

    assert (await told(database)).count("permit.clock_resumed") == 1
    body = await counter.read(application["id"])
    assert body["survey"]["state"] == "completed"
    assert body["clock"]["state"] == "running"


async def test_an_answer_that_arrives_before_the_invitation_still_unblocks(
    counter: Counter, listener: Listener, clock: FixedClock
) -> None:
    application = await counter.validated()
    application_id = UUID(application["id"])

    await listener.tell(survey_completed(application_id, clock.now()))
    await listener.tell(invitation_opened(application_id, clock.now()))

    body = await counter.read(application["id"])
    assert body["survey"]["state"] == "completed"
    assert (await counter.sign(application["id"])).status_code == 200


async def test_a_fact_about_a_stranger_is_kept_and_harms_nobody(
    listener: Listener, database: Database, clock: FixedClock
) -> None:
    await listener.tell(survey_completed(uuid4(), clock.now()))
    await listener.tell(sanction_imposed(uuid4(), clock.now()))

    async with database.read(SYSTEM) as connection:
        surveys = await connection.exec_driver_sql("select count(*) from survey_fact")
        sanctions = await connection.exec_driver_sql("select count(*) from sanction")
    assert (surveys.scalar_one(), sanctions.scalar_one()) == (1, 1)
    assert await told(database) == []


async def test_a_sanction_that_is_heard_of_before_its_licence_holds_from_the_start(
    counter: Counter,
    listener: Listener,
    database: Database,
    clock: FixedClock,
    http: httpx.AsyncClient,
) -> None:
    application = await counter.surveyed()
    wrong = {"passphrase": "wrong"}  # reserves the licence's id, and issues nothing
    await counter.post(f"/{application['id']}/signature", wrong, who=counter.as_("head"))
    async with database.read(SYSTEM) as connection:
        reserved = await connection.exec_driver_sql("select licence_id from number_reservation")
        licence_id = reserved.scalar_one()

    await listener.tell(sanction_imposed(licence_id, clock.now()))
    licence = (await counter.sign(application["id"])).json()["licence"]

    assert licence["id"] == str(licence_id)
    assert await status_of(http, licence["verification_token"]) == "suspended"
    assert "permit.licence_suspended" in await told(database)


async def test_a_suspension_shows_at_once_and_its_lifting_reinstates(
    counter: Counter,
    listener: Listener,
    database: Database,
    clock: FixedClock,
    http: httpx.AsyncClient,
) -> None:
    licence = (await counter.signed())["licence"]
    imposed = sanction_imposed(UUID(licence["id"]), clock.now())

    await listener.tell(imposed)
    await listener.deliver(listener.told[-1:])
    suspended = await status_of(http, licence["verification_token"])
    clock.move(timedelta(days=1))
    await listener.tell(sanction_lifted(imposed, clock.now()))
    await listener.deliver(listener.told[-1:])

    assert suspended == "suspended"
    assert await status_of(http, licence["verification_token"]) == "active"
    types = await told(database)
    assert types.count("permit.licence_suspended") == 1
    assert types.count("permit.licence_reinstated") == 1


async def test_an_escalation_to_revocation_revokes_once(
    counter: Counter,
    listener: Listener,
    database: Database,
    clock: FixedClock,
    http: httpx.AsyncClient,
) -> None:
    licence = (await counter.signed())["licence"]
    imposed = sanction_imposed(UUID(licence["id"]), clock.now(), step="warning_1")
    await listener.tell(imposed)
    assert await status_of(http, licence["verification_token"]) == "active"
    clock.move(timedelta(days=1))

    await listener.tell(sanction_escalated(imposed, clock.now()))
    await listener.deliver(listener.told[-1:])

    assert await status_of(http, licence["verification_token"]) == "revoked"
    assert (await told(database)).count("permit.licence_revoked") == 1


async def test_two_suspensions_are_both_to_be_lifted(
    counter: Counter, listener: Listener, clock: FixedClock, http: httpx.AsyncClient
) -> None:
    licence = (await counter.signed())["licence"]
    one = sanction_imposed(UUID(licence["id"]), clock.now())
    other = sanction_imposed(UUID(licence["id"]), clock.now())
    await listener.tell(one, other)
    clock.move(timedelta(days=1))

    await listener.tell(sanction_lifted(one, clock.now()))
    after_one = await status_of(http, licence["verification_token"])
    await listener.tell(sanction_lifted(other, clock.now()))

    assert after_one == "suspended"
    assert await status_of(http, licence["verification_token"]) == "active"


async def test_an_office_that_is_heard_of_gets_the_catalogue_once(
    listener: Listener, http: httpx.AsyncClient
) -> None:
    await listener.tell(office_changed("53.11", time_zone="Asia/Makassar"))
    await listener.deliver(listener.told[-1:])
    await listener.tell(office_changed("53.11", time_zone="Asia/Makassar", version=2))

    answer = await http.get("/v1/services", params={"office_code": "53.11"})

    assert len(answer.json()["items"]) == 26
    assert {one["version"] for one in answer.json()["items"]} == {1}


async def test_the_offices_own_holiday_counts_for_whoever_comes_after_it(
    counter: Counter, listener: Listener
) -> None:
    application = await counter.submitted()
    assert application["clock"]["due_on"] == "2026-06-23"
    holiday = CalendarDay.model_validate({"day": "2026-06-18", "name": "HUT", "is_working": False})
    event = CalendarChangedV1(
        office_code=OFFICE,
        office_id=office_changed().office_id,
        year=2026,
        calendar_version=1,
        days=(holiday,),
    )

    await listener.tell(event)
    await listener.deliver(listener.told[-1:])

    body = await counter.read(application["id"])
    assert body["clock"]["due_on"] == "2026-06-23"
    later = await counter.submitted()
    assert later["clock"]["due_on"] == "2026-06-24"


async def test_many_answers_in_one_batch_resume_every_clock(
    counter: Counter, listener: Listener, clock: FixedClock
) -> None:
    validated = [await counter.validated() for _ in range(3)]
    clock.move(timedelta(days=2))

    await listener.tell(*(survey_completed(UUID(one["id"]), clock.now()) for one in validated))

    for one in validated:
        body = await counter.read(one["id"])
        assert body["clock"]["state"] == "running"
        assert body["clock"]["due_on"] == "2026-06-24"
