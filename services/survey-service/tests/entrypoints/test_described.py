"""What the description says of an answer is what clients get: no member more, none less."""

from typing import Any

import httpx

from survey_service.entrypoints.api.answers import (
    BreakdownAnswer,
    FormAnswer,
    IndexAnswer,
    OperationAnswer,
    PoliciesAnswer,
    QuestionnairesPage,
    ResponsesPage,
    TakenAnswer,
)

from .conftest import GOOD, Open
from .sheets import TITLES, Headers, as_csv, ended, imported

QUARTER = "office_code=62.02&period=2024-Q2"
PROMISED = {
    "IndexAnswer": "office_code period policy respondents elements ni ikm grade label lowest"
    " highest ties sample",
    "ScoreAnswer": "code sum nrr",
    "SampleAnswer": "population required achieved",
    "OperationAnswer": "state progress result errors",
}


async def test_the_form_and_its_answer_are_as_described(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    path = f"/v1/survey-invitations/{await open_survey()}"

    form = await http.get(path)
    taken = await http.post(f"{path}/response", json={"answers": GOOD, "profile": {}})

    FormAnswer.model_validate_json(form.content)
    TakenAnswer.model_validate_json(taken.content)


async def test_an_import_and_the_index_are_as_described(
    http: httpx.AsyncClient, administrator: Headers, printed: dict[str, Any]
) -> None:
    answer = await imported(http, administrator, as_csv([TITLES, *printed["responses"]]))
    OperationAnswer.model_validate_json(answer.content)
    OperationAnswer.model_validate(await ended(http, administrator, answer))

    for path, model in {
        f"/v1/satisfaction-index?{QUARTER}": IndexAnswer,
        "/v1/satisfaction-index?office_code=62.02&period=2019": IndexAnswer,
        f"/v1/satisfaction-index/breakdown?{QUARTER}&by=collection_mode": BreakdownAnswer,
        f"/v1/satisfaction-index/policies?{QUARTER}": PoliciesAnswer,
        "/v1/questionnaires?office_code=62.02": QuestionnairesPage,
        "/v1/survey-responses?period=2024-Q2": ResponsesPage,
    }.items():
        found = await http.get(path, headers=administrator)
        assert found.status_code == 200, found.text
        model.model_validate_json(found.content)


async def test_the_description_names_every_promised_member(http: httpx.AsyncClient) -> None:
    document = (await http.get("/openapi.json")).json()
    schemas = document["components"]["schemas"]

    for name, members in PROMISED.items():
        assert set(members.split()) <= set(schemas[name]["properties"]), name
    for path, item in document["paths"].items():
        for operation in item.values():
            done = next(one for code, one in operation["responses"].items() if code[0] == "2")
            assert all(one["schema"] for one in done["content"].values()), path
