"""The descriptions at the door: whole, and true of what is answered."""

from collections.abc import Iterator
from typing import Any

from stories.door import Door, Json
from stories.licence import OFFICE, LicenceStory


def references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from references(one)
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from references(one)


async def test_the_descriptions_are_whole(door: Door) -> None:
    document = await door.nobody.get("/v1/openapi.json")
    assert document["openapi"] == "3.1.0"
    for reference in references(document):
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
    application = document["components"]["schemas"]["ApplicationAnswer"]["properties"]
    assert {"clock", "survey", "recommendations", "licence", "actions"} <= set(application)
    events = await door.nobody.get("/v1/asyncapi.json")
    assert events["components"]["messages"]["LicencesCountedV1"]


def misfits(schema: Json, value: Any, whole: Json, where: str = "") -> list[str]:
    """Where a value is not as its schema says: members missing or not described, wrong values."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return misfits(whole["components"]["schemas"][name], value, whole, where)
    if "anyOf" in schema:
        found = [misfits(one, value, whole, where) for one in schema["anyOf"]]
        return min(found, key=len)
    if schema.get("type") == "null" or value is None:
        return [] if schema.get("type") == "null" and value is None else [f"{where}: null"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r}"]
    if isinstance(value, list):
        items = schema.get("items", {})
        return [
            bad
            for place, one in enumerate(value)
            for bad in misfits(items, one, whole, f"{where}/{place}")
        ]
    properties: Json = schema.get("properties", {})
    if not isinstance(value, dict) or not properties:
        return []
    missing = set(schema.get("required", ())) - set(value)
    unknown = set(value) - set(properties) if schema.get("additionalProperties") is False else ()
    wrong = [
        bad
        for name, one in value.items()
        if name in properties
        for bad in misfits(properties[name], one, whole, f"{where}/{name}")
    ]
    return [*(f"{where}: {name}" for name in (*missing, *unknown)), *wrong]


async def test_answers_are_as_the_description_says(licence: LicenceStory) -> None:
    door, application = licence.door, licence.application
    whole = await door.nobody.get("/v1/openapi.json")
    administrator = await door.staff("administrator", OFFICE)
    signed = application["licence"]
    asked = {
        "/.well-known/jwks.json": "",
        "/v1/auth/me": "",
        "/v1/staff-accounts": "",
        "/v1/delegations": "",
        "/v1/offices": "",
        f"/v1/offices/{OFFICE}": "/v1/offices/{office_code}",
        "/v1/events": "",
        "/v1/applications": "",
        licence.path: "/v1/applications/{application_id}",
        f"{licence.path}/clock": "/v1/applications/{application_id}/clock",
        f"{licence.path}/timeline": "/v1/applications/{application_id}/timeline",
        f"/v1/licences/{signed['id']}": "/v1/licences/{licence_id}",
        f"/v1/verification/{signed['verification_token']}": "/v1/verification/{token}",
        f"/v1/tracking/{application['receipt_number']}": "/v1/tracking/{receipt_number}",
        f"/v1/services?office_code={OFFICE}": "",
        f"/v1/satisfaction-index?office_code={OFFICE}&period=2026": "",
    }
    for path, template in asked.items():
        operation = whole["paths"][template or path.partition("?")[0]]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert schema, path
        assert misfits(schema, await administrator.get(path), whole) == [], path


async def test_the_docs_page_loads_nothing_from_elsewhere(door: Door) -> None:
    page = await door.nobody.call("GET", "/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert not [word for word in ("src=", "<link", "@import") if word in page.text]


async def test_every_post_names_its_idempotency_key_and_every_change_the_version(
    door: Door,
) -> None:
    paths = (await door.nobody.get("/v1/openapi.json"))["paths"]
    named = {
        (method, path): {one["name"] for one in operation.get("parameters", [])}
        for path, operations in paths.items()
        for method, operation in operations.items()
    }

    assert [
        path
        for (method, path), names in named.items()
        if method == "post" and not path.startswith("/v1/auth/") and "Idempotency-Key" not in names
    ] == []
    assert [
        (method, path)
        for (method, path), names in named.items()
        if method in {"put", "patch", "delete"} and "If-Match" not in names
    ] == []
