"""Dead letters are listed, replayed and skipped by whoever may act for their office."""

from collections.abc import Sequence

from shared.clock import SystemClock
from shared.database.engine import Database, Transaction
from shared.errors import Conflict
from shared.http import create_app
from shared.ids import new_id
from shared.messaging.consumer import groups_of
from shared.messaging.contract import Delivery, Message, on
from shared.module import Foundation
from shared.testing.http import client
from shared.testing.probe import NoteWrittenV1, count_when_written
from shared.testing.tokens import TestIssuer

ISSUER = TestIssuer()
MINE = {"offices": "62.02"}


class Poisoned(Conflict):
    code = "poisoned"


def message() -> Message:
    event = NoteWrittenV1(office_code="62.02", note_id=new_id())
    return Message(
        id=new_id(),
        type=event.type,
        version=1,
        office="62.02",
        subject_type="note",
        subject=event.subject,
        sequence=1,
        key=event.key,
        key_sequence=1,
        occurred_at=SystemClock().now(),
        data=event.model_dump_json(),
    )


async def test_a_dead_letter_is_replayed_once_it_can_be_and_skipped_if_it_never_will(
    database: Database,
) -> None:
    is_healed = False

    async def react(deliveries: Sequence[Delivery[NoteWrittenV1]], work: Transaction) -> None:
        if not is_healed:
            raise Poisoned
        await count_when_written(deliveries, work)

    reactions = [on(NoteWrittenV1, react, name="probe.react", group="probe")]
    foundation = Foundation(
        clock=database.clock,
        database=database,
        verifier=ISSUER.verifier,
        system_tokens=ISSUER.system,
        services={},
    )
    app = create_app(
        service="probe",
        title="Probe",
        version="1",
        foundation=foundation,
        routers=[],
        subscriptions=reactions,
    )
    (group,) = groups_of(reactions, database=database, work_of=lambda work: work)
    await group.handle([message(), message()])

    async with client(app, **ISSUER.system_headers("probe")) as http:
        letters = (await http.get("/internal/dead-letters", params=MINE)).json()
        assert [one["reason"] for one in letters] == ["poisoned", "poisoned"]
        assert (await http.get("/internal/dead-letters", params={"offices": "81.02"})).json() == []
        first, second = (f"/internal/dead-letters/{one['id']}" for one in letters)

        foreign = await http.post(f"{first}/replay", params={"offices": "81.02"})
        assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")
        still = await http.post(f"{first}/replay", params=MINE)
        assert (still.status_code, still.json()["code"]) == (409, "poisoned")

        is_healed = True
        assert (await http.post(f"{first}/replay", params=MINE)).json()["state"] == "replayed"
        again = await http.post(f"{first}/replay", params=MINE)
        assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")
        assert (await http.post(f"{second}/skip", params=MINE)).json()["state"] == "skipped"
        waiting = await http.get("/internal/dead-letters", params=MINE | {"state": "waiting"})
        assert waiting.json() == []
