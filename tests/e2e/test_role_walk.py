"""Secure: every operation of the API, walked from its own description, by every role, by people of
another office and by nobody. A new operation is walked as soon as it is described.

`who_may.json` lists, per operation, the roles that are not turned away for what they are. Whoever
adds an operation adds its line; until then it is held to what holds for all.
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stories.door import Door, Json, Person
from stories.licence import OFFICE, LicenceStory
from stories.modes import one_deployment
from stories.requests import Operation, operations, request_for

ROLES = (
    "front_office",
    "back_office",
    "licensing_official",
    "head",
    "agency_officer",
    "inspector",
    "administrator",
    "province",
)
ELSEWHERE = "62.02"
AT_ONCE = 12
TURNED_AWAY = {401, 403, 404}
VERSION_NEEDED = 428
WHO_MAY: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "who_may.json").read_text(encoding="utf-8")
)
# What everybody may ask for without an account is listed as everybody's.
EVERYBODY = "everybody"
# What a member or parameter of this name may hold; the rest is made from its schema.
KNOWN = {
    "office_code": OFFICE,
    "nib": "9120003333333",
    "year": "2026",
    "quarter": "1",
    "period": "2026",
    "time_zone": "Asia/Jayapura",
    "picture": "iVBORw0KGgo=",
    "email": "contoh@example.invalid",
    "phone": "+6281100000000",
    "role": "front_office",
}


@dataclass(frozen=True, slots=True)
class Walk:
    """The description, and whose licence stands behind the ids that are known."""

    door: Door
    document: Json
    known: dict[str, str]
    # A stale version would be told of before the role is.
    version: str

    @property
    def operations(self) -> list[Operation]:
        """Every operation but signing in, which is for whoever has no token yet."""
        return [one for one in operations(self.document) if not one.path.startswith("/v1/auth/")]

    async def statuses(
        self, asked: Iterable[tuple[Operation, str, Person]]
    ) -> dict[tuple[str, str], int]:
        """What each (operation, who) is answered with."""
        free = asyncio.Semaphore(AT_ONCE)

        async def one(operation: Operation, who: str, person: Person) -> Any:
            request = request_for(operation, self.document, self.known)
            method, url = request.pop("method"), request.pop("url")
            async with free:
                answer = await person.call(method, url, expect=None, **request)
                if answer.status_code == VERSION_NEEDED:
                    version = {"If-Match": self.version}
                    answer = await person.call(method, url, expect=None, headers=version, **request)
            return (operation.name, who), answer.status_code

        return dict(await asyncio.gather(*(one(*single) for single in asked)))


@pytest.fixture(scope="module")
async def walk(licence: LicenceStory) -> Walk:
    document = await licence.door.nobody.get("/v1/openapi.json")
    own = licence.application
    head = await licence.door.staff("head", OFFICE)
    known = KNOWN | {
        "application_id": own["id"],
        "licence_id": own["licence"]["id"],
    }
    version = (await head.call("GET", licence.path)).headers["etag"]
    return Walk(licence.door, document, known, version)


async def people(door: Door, office: str) -> dict[str, Person]:
    """One of each role, a system, and an applicant who owns nothing here."""
    found = {role: await door.staff(role, office) for role in ROLES}
    found["applicant"] = await LicenceStory(door).register()
    client = next(one for one in door.accounts if one["username"] == "oss")
    form = {
        "grant_type": "client_credentials",
        "client_id": client["username"],
        "client_secret": client["password"],
    }
    token = (await door.nobody.call("POST", "/v1/auth/token", data=form)).json()["access_token"]
    return found | {"integration": Person(door.http, token)}


def is_for_everybody(operation: Operation) -> bool:
    return EVERYBODY in WHO_MAY.get(operation.name, ())


@one_deployment
@pytest.mark.requirement("R003-Menimbang-b")
async def test_nothing_but_what_is_for_everybody_is_answered_without_a_token(walk: Walk) -> None:
    asked = [(one, "nobody", walk.door.nobody) for one in walk.operations]
    statuses = await walk.statuses(asked)

    assert len(asked) > 200
    assert {
        one.name: statuses[one.name, "nobody"]
        for one in walk.operations
        if (statuses[one.name, "nobody"] == 401) is is_for_everybody(one)
    } == {}


@one_deployment
@pytest.mark.requirement("R003-Menimbang-b")
async def test_every_role_is_turned_away_from_what_is_not_for_it(walk: Walk) -> None:
    everybody = await people(walk.door, OFFICE)
    asked = [
        (one, role, person)
        for one in walk.operations
        if one.name in WHO_MAY and not is_for_everybody(one)
        for role, person in everybody.items()
        if role not in WHO_MAY[one.name]
    ]
    statuses = await walk.statuses(asked)

    assert len(asked) > 1_000
    assert {
        (name, role): status
        for (name, role), status in statuses.items()
        if status not in TURNED_AWAY
    } == {}
    assert WHO_MAY.keys() <= {one.name for one in walk.operations}


@one_deployment
@pytest.mark.requirement("R003-Menimbang-b")
async def test_another_offices_people_and_other_applicants_find_nothing(walk: Walk) -> None:
    strangers = await people(walk.door, ELSEWHERE)
    del strangers["province"], strangers["integration"]  # They see several offices.
    of_things = [
        one
        for one in walk.operations
        if any(f"{{{name}}}" in one.path for name in ("application_id", "licence_id"))
    ]
    statuses = await walk.statuses(
        (one, who, person) for one in of_things for who, person in strangers.items()
    )

    assert len(of_things) > 30
    assert {one: status for one, status in statuses.items() if status not in TURNED_AWAY} == {}


@one_deployment
async def test_the_province_reads_and_changes_nothing(walk: Walk) -> None:
    """Of operations that nobody has listed yet, too."""
    province = await walk.door.staff("province", OFFICE)
    changes = [
        one
        for one in walk.operations
        if one.method != "get" and {EVERYBODY, "province"}.isdisjoint(WHO_MAY.get(one.name, ()))
    ]
    statuses = await walk.statuses((one, "province", province) for one in changes)

    assert len(changes) > 80
    assert {one: status for one, status in statuses.items() if 200 <= status < 300} == {}
