"""What the door is told when somebody asks for deletion."""

from typing import Any

import httpx

from shared.ids import new_id

COMPLAINT = {
    "kind": "complaint",
    "subject": "business",
    "subject_refs": ["1234567890123"],
    "ground": "standards",
    "description": "Limbah dibuang ke sungai",
    "evidence": ["foto-1"],
    "identity_withheld": True,
}


async def test_the_door_is_told_how_many_complaints_an_account_filed_and_nothing_of_them(
    http: httpx.AsyncClient, issuer: Any, licence_id: str
) -> None:
    account = new_id()
    citizen = issuer.headers(role="applicant", actor=account)
    for headers in (citizen, issuer.headers(role="applicant")):
        filed = await http.post("/v1/complaints", json=COMPLAINT, headers=headers)
        assert filed.status_code == 201, filed.text
    system = {"Authorization": f"Bearer {issuer.system.issue('gateway', 'inspection')}"}
    path = f"/internal/accounts/{account}/complaints"

    here = await http.get(path, params={"office_code": "53.11"}, headers=system)
    elsewhere = await http.get(path, params={"office_code": "62.02"}, headers=system)

    assert (here.json(), elsewhere.json()) == ({"count": 1}, {"count": 0})
    refused = await http.get(path, params={"office_code": "53.11"}, headers=citizen)
    assert refused.status_code == 401
