"""What each role may do is as the articles say (Perbup Malra 23/2021 Ps 8(4)): every step of an
application tried by every role, and every list of the API read by every role."""

import re
from typing import Any
from uuid import uuid4

import pytest

from stories.door import Door, Person
from stories.licence import AGENCIES, OFFICE, LicenceStory

STAFF = (
    "front_office",
    "back_office",
    "licensing_official",
    "head",
    "agency_officer",
    "inspector",
    "administrator",
)
REFUSED = {401, 403, 404}
# What is for everybody: offices, the catalogue, public keys, and what the law or we have set.
PUBLIC = {
    "/.well-known/jwks.json",
    "/.well-known/licence-keys.json",
    "/.well-known/seal-keys.json",
    "/v1/inspection-obligations",
    "/v1/offices",
    "/v1/open-data",
    "/v1/retention-classes",
    "/v1/service-schema",
    "/v1/services",
}


async def refused_to_all_but(
    door: Door, allowed: set[str], path: str, body: dict[str, Any], owner: Person
) -> None:
    """Every other role, the owner, a stranger and another office's officer are turned away."""
    others: list[tuple[str, Person]] = [
        (role, await door.staff(role, OFFICE)) for role in STAFF if role not in allowed
    ]
    others += [(f"{role} elsewhere", await door.staff(role, "62.02")) for role in sorted(allowed)]
    others += [("the owner", owner), ("a stranger", await LicenceStory(door).register())]
    others += [("nobody", door.nobody)]
    got = {
        name: (await one.call("POST", path, json=body, expect=None)).status_code
        for name, one in others
    }
    assert {name: status for name, status in got.items() if status not in REFUSED} == {}


@pytest.mark.requirement("R003-P08-4a", "R003-P08-4b", "R003-P08-4c")
async def test_each_step_is_taken_by_its_role_and_by_no_other(door: Door) -> None:
    story = LicenceStory(door)
    await story.apply()
    await story.submit()
    owner = story.applicant
    assert owner is not None

    complete = {"outcome": "complete", "notes": "", "corrections": []}
    await refused_to_all_but(door, {"front_office"}, f"{story.path}/verification", complete, owner)
    await story.verify()
    approve = {"outcome": "approve", "conditions": [], "notes": ""}
    for agency in AGENCIES:
        path = f"{story.path}/recommendations/{agency}"
        await refused_to_all_but(door, {"agency_officer"}, path, approve, owner)
        await story.recommend(agency)
    valid = {"outcome": "valid", "notes": "", "valid_until": "2031-12-31"}
    validators = {"back_office", "licensing_official"}
    await refused_to_all_but(door, validators, f"{story.path}/validation", valid, owner)
    await story.validate()
    await story.answer_survey()
    await story.survey_is_in()
    head = await door.staff("head", OFFICE)
    passphrase = {"passphrase": head.passphrase}
    await refused_to_all_but(door, {"head"}, f"{story.path}/signature", passphrase, owner)
    await story.sign()
    assert story.application["status"] in ("signed", "delivered")


@pytest.mark.requirement("R003-P08-4b")
async def test_a_licensing_official_reads_the_inbox_and_the_file_and_cannot_sign(
    door: Door,
) -> None:
    story = LicenceStory(door)
    await story.apply()
    await story.submit()
    official = await door.staff("licensing_official", OFFICE)
    me = await official.get("/v1/auth/me")
    inbox = await official.get("/v1/applications", params={"limit": 200})
    file = await official.get(story.path)

    assert me["roles"] == ["licensing_official"]
    assert story.application["id"] in {one["id"] for one in inbox["items"]}
    assert file["applicant"]["name"] == "CV Contoh Reklame"
    assert "signature" not in file["actions"]
    await official.post(f"{story.path}/signature", {"passphrase": "bukan milik saya"}, expect=403)


async def test_no_operation_of_the_api_serves_a_stranger_what_is_not_for_everybody(
    door: Door,
) -> None:
    described = await door.nobody.get("/v1/openapi.json")
    served, broken, walked = set(), set(), 0
    for path, item in described["paths"].items():
        for method in sorted(item.keys() & {"get", "post", "put", "patch", "delete"}):
            named = re.sub(r"\{[^}]+\}", str(uuid4()), path)
            headers = {"If-Match": '"1"', "Content-Type": "application/json"}
            answer = await door.nobody.call(
                method.upper(), named, expect=None, headers=headers, content="{}"
            )
            walked += 1
            if answer.is_success:
                served.add(path)
            if answer.status_code >= 500:
                broken.add((method, path, answer.status_code))
    assert broken == set()
    assert walked > 100
    assert served <= PUBLIC, served - PUBLIC
