"""One person's data are planted in every service; every list, feed and figure is then read as each
role, and shows none of what its reader does not need."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from satupintu.demo.visitor import eventually
from stories.databases import SERVICES, database_of
from stories.door import Door, Person
from stories.licence import ELEMENTS, OFFICE, LicenceStory

STAFF = (
    "front_office",
    "back_office",
    "licensing_official",
    "head",
    "agency_officer",
    "inspector",
    "administrator",
)
ASKED = {"office_code": OFFICE, "period": "2026", "year": "2026", "quarter": "4"}
# Lists in which officers find a person's file by their name, and who they are for.
NAMED_FOR = {
    "/v1/applications": frozenset(STAFF),
    "/v1/licences": frozenset(STAFF),
    "/v1/businesses": frozenset(STAFF),
    # A letter's sender is who the reply goes to.
    "/v1/data-requests": frozenset({"front_office", "head"}),
}
# What is whole for those who keep it: what was told to the office stands in its register.
WHOLE_FOR = {
    "/v1/complaint-register": frozenset(
        {"front_office", "licensing_official", "head", "administrator"}
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Words that are nobody else's in the whole deployment."""

    nik: str
    phone: str
    email: str
    street: str
    name: str

    def never(self) -> tuple[str, ...]:
        """What no list shows to anybody."""
        return (self.nik, self.phone[-8:], self.email, self.street)


@pytest.fixture
async def planted(door: Door) -> tuple[Planted, str]:
    """A person with a complaint, a letter, a suggestion, and an application, whose id it is."""
    number = f"{secrets.randbelow(10**8):08d}"
    word = secrets.token_hex(5)
    person = Planted(
        nik=f"810201450690{secrets.randbelow(9000) + 1000}",
        phone=f"+62811{number}",
        email=f"{word}@example.invalid",
        street=f"Jalan Rahasia {word}",
        name=f"Pemohon {word.translate(str.maketrans('0123456789', 'ghijklmnop')).title()}",
    )
    story = LicenceStory(door)
    applicant = {
        "kind": "person",
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "nik": person.nik,
        "address": person.street,
    }
    location = {"address": person.street, "district": "Kei Kecil"}
    await story.until_validated({"applicant": applicant, "location": location})
    assert story.applicant is not None
    told = f"{person.name}, {person.nik}, {person.phone}, {person.email}, {person.street}"
    complaint = {
        "office_code": OFFICE,
        "kind": "complaint",
        "subject": "institution",
        "ground": "licensing",
        "description": told,
        "evidence": [],
        "identity_withheld": False,
    }
    await story.applicant.post("/v1/complaints", complaint, expect=201)
    front = await door.staff("front_office", OFFICE)
    at_the_counter = complaint | {
        "complainant": {"name": person.name, "phone": person.phone, "email": person.email}
    }
    await front.post("/v1/complaints", at_the_counter, expect=201)
    letter = {"requester_type": "NON_OPD", "sender": person.name, "subject": "Rincian izin"}
    await front.post("/v1/data-requests", letter, expect=201)
    token = (await story.survey_url()).rstrip("/").rpartition("/")[2]
    answer = {"answers": dict.fromkeys(ELEMENTS, 4), "profile": {}, "suggestion": told}
    await door.nobody.post(f"/v1/survey-invitations/{token}/response", answer, expect=201)
    await story.survey_is_in()
    await story.sign()
    return person, story.application["id"]


async def lists(door: Door) -> list[tuple[str, dict[str, str]]]:
    """Every GET that names no single thing, with what it must be asked with."""
    described = await door.nobody.get("/v1/openapi.json")
    found = []
    for path, item in described["paths"].items():
        if "get" not in item or "{" in path or path.startswith("/v1/me/"):
            continue
        needed = {
            one["name"]: ASKED[one["name"]]
            for one in item["get"].get("parameters", ())
            if one["in"] == "query" and one["name"] in ASKED
        }
        found.append((path, needed))
    return found


async def office_copy(reader: Person, quarter: str, awaited: str) -> str:
    """The office's own copy of the draft, once a complaint that was just filed stands in it."""
    query = {"office_code": OFFICE, "edition": "0", "copy": "office"}

    async def copied() -> str | None:
        text = (await reader.call("GET", quarter, params=query)).text
        return text if awaited in text else None

    return await eventually(copied)


@pytest.mark.requirement("R002-1.3a-4")
async def test_no_list_feed_or_figure_shows_what_its_reader_does_not_need(
    door: Door, planted: tuple[Planted, str]
) -> None:
    person, application = planted
    paths = await lists(door)
    assert len(paths) > 30
    leaks, opened = [], set()
    today = datetime.now(UTC)
    quarter = f"/v1/reports/quarterly/{today.year}/{(today.month + 2) // 3}"
    paths += [(quarter, {"office_code": OFFICE}), ("/metrics", {})]
    paths += [(f"/v1/audit/application/{application}", {})]
    readers: list[tuple[str, Person]] = [("nobody", door.nobody)]
    readers += [(role, await door.staff(role, OFFICE)) for role in STAFF]
    for role, reader in readers:
        for path, query in paths:
            answer = await reader.call("GET", path, params=query | {"limit": "200"}, expect=None)
            assert answer.status_code < 500 or answer.status_code == 503, (path, answer.text)
            if answer.status_code == 200:
                opened.add(path)
            if role in WHOLE_FOR.get(path, frozenset()):
                continue
            # The printed table of letters names who wrote: an office's own matter until published.
            named = role in NAMED_FOR.get(path, frozenset()) or (path == quarter and role in STAFF)
            words = person.never() + (() if named else (person.name,))
            leaks += [(role, path, word) for word in words if word in answer.text]
    assert leaks == []
    # The walk has teeth: it got into the lists, and the person is there to be found.
    assert {"/v1/applications", "/v1/complaints", "/v1/data-requests", "/v1/events"} <= opened
    assert {"/v1/interactions", "/v1/access-log", quarter, paths[-1][0]} <= opened
    inbox = await (await door.staff("front_office", OFFICE)).call(
        "GET", "/v1/applications", params={"limit": "200"}
    )
    assert person.name in inbox.text
    # What was told to the office stands whole in its own copy of the report, and nowhere else.
    own = await office_copy(await door.staff("front_office", OFFICE), quarter, person.phone)
    assert [word for word in (person.name, person.nik, person.email) if word not in own] == []
    draft = {"office_code": OFFICE, "edition": "0"}
    await door.nobody.call("GET", quarter, params=draft, expect=404)
    shown = await (await door.staff("head", OFFICE)).call("GET", quarter, params=draft)
    assert [word for word in person.never() if word in shown.text] == []


@pytest.mark.requirement("R003-P10-1-2")
async def test_no_passphrase_and_no_particulars_lie_open_in_any_database(
    door: Door, planted: tuple[Planted, str]
) -> None:
    person, application = planted
    head = await door.staff("head", OFFICE)
    secrets_of = {one["password"] for one in door.accounts if one["office_code"] == OFFICE}
    assert head.passphrase is not None
    words = {head.passphrase, person.nik, person.phone, person.email} | secrets_of
    assert door.home is not None
    open_in, seen = set(), 0
    for service in SERVICES:
        async with database_of(door.home, service) as connection:
            tables = await connection.fetch(
                "select tablename from pg_tables where schemaname = 'public'"
            )
            for (table,) in tables:
                for (row,) in await connection.fetch(f'select t::text from "{table}" t'):
                    open_in |= {(service, table, word) for word in words if word in row}
                    seen += application in row
    assert open_in == set()
    # The search has teeth: the application it speaks of was found, in several services.
    assert seen > 5
