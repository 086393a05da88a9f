"""What can be asked and what is told, described."""

import re
from collections.abc import Iterator
from typing import Any

import httpx

from gateway.application.descriptions.describe_api import merged
from gateway.entrypoints.routes import service_for

Json = dict[str, Any]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from references(one)
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from references(one)


def resolves(document: Json, reference: str) -> bool:
    place: Any = document
    for part in reference.removeprefix("#/").split("/"):
        if part not in place:
            return False
        place = place[part]
    return True


async def test_the_api_is_described_whole(http: httpx.AsyncClient) -> None:
    document = (await http.get("/v1/openapi.json")).json()
    operations = [
        operation
        for item in document["paths"].values()
        for method, operation in item.items()
        if isinstance(operation, dict)
    ]

    assert document["openapi"] == "3.1.0"
    assert "/v1/accounts" in document["paths"]
    assert not any(path.startswith("/internal") for path in document["paths"])
    assert all(resolves(document, one) for one in references(document))
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert all({"401", "404", "422", "503"} <= set(one["responses"]) for one in operations)
    assert all(one["description"].startswith(one["summary"]) for one in operations)
    opened = document["paths"]["/v1/offices"]["post"]
    assert opened["summary"] == "Opens an office"
    assert opened["description"] == "Opens an office; every service hears of it."


def described(schema: Json, path: str) -> Json:
    reference = {"$ref": "#/components/schemas/Thing"}
    content = {"application/json": {"schema": reference}}
    return {
        "paths": {
            path: {"get": {"operationId": "read", "responses": {"200": {"content": content}}}},
            "/internal/x": {"get": {}},
            "/healthz": {"get": {}},
        },
        "components": {"schemas": {"Thing": schema}},
    }


def test_what_two_services_call_alike_is_kept_apart() -> None:
    whole = merged(
        {
            "permit": described({"type": "string"}, "/v1/licences"),
            "survey": described({"type": "integer"}, "/v1/survey-responses"),
        },
        title="t",
        version="1",
        server="http://x.test",
        answers=lambda path: service_for(path) or "gateway",
    )
    schemas = whole["components"]["schemas"]
    survey = whole["paths"]["/v1/survey-responses"]["get"]["responses"]["200"]["content"]

    assert set(whole["paths"]) == {"/v1/licences", "/v1/survey-responses"}
    assert (schemas["Thing"], schemas["SurveyThing"]) == ({"type": "string"}, {"type": "integer"})
    assert survey["application/json"]["schema"]["$ref"] == "#/components/schemas/SurveyThing"


async def test_the_events_are_described_from_their_contracts(http: httpx.AsyncClient) -> None:
    document = (await http.get("/v1/asyncapi.json")).json()
    messages = document["components"]["messages"]

    assert document["asyncapi"] == "3.0.0"
    assert document["channels"]["permit"]["address"] == "permit.events"
    assert messages["SurveyCompletedV1"]["name"] == "survey.survey_completed"
    assert not any("Written" in name for name in messages)
    assert all(resolves(document, one) for one in references(document))


async def test_the_page_for_people_needs_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    page = await http.get("/docs")

    assert page.status_code == 200
    assert "/v1/accounts" in page.text
    assert "<script" not in page.text
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]
