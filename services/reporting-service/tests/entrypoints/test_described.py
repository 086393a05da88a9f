"""The API describes itself: bodies that routes read by themselves, without loose references."""

import json

import httpx


async def test_every_body_is_described_in_place(http: httpx.AsyncClient) -> None:
    document = (await http.get("/openapi.json")).json()
    for path in (
        "/v1/licence-count-imports",
        "/v1/investment-realisation-imports",
        "/v1/report-lint",
    ):
        body = document["paths"][path]["post"]["requestBody"]
        assert "application/json" in body["content"]
        assert "$defs" not in json.dumps(body)
        assert "$ref" not in json.dumps(body)
    counts = document["paths"]["/v1/licence-count-imports"]["post"]["requestBody"]["content"]
    assert "multipart/form-data" in counts
    assert "MPPD" in json.dumps(counts)
