"""Stage c: a rejection names its reason and its legal basis, is final, and has its letter."""

import hashlib
from typing import Any

import httpx
import pytest

from permit_service.testing.counter import Counter

WORDS = {
    "outcome": "rejected",
    "notes": "Lokasi di luar peruntukan reklame.",
    "legal_basis": "Perda Nomor 5 Tahun 2015 Pasal 12",
}


async def reject(counter: Counter, one: str, **changes: Any) -> httpx.Response:
    front = counter.as_("front_office")
    return await counter.post(f"/{one}/verification", WORDS | changes, who=front)


async def letter(counter: Counter, one: str, who: str = "applicant", **more: str) -> httpx.Response:
    path = f"/v1/applications/{one}/rejection-letter.pdf"
    return await counter.http.get(path, headers=counter.as_(who, **more))


@pytest.mark.requirement("R003-P06-1c-1")
async def test_a_rejection_has_its_reason_and_legal_basis_and_is_final(counter: Counter) -> None:
    application = await counter.submitted()
    one = application["id"]

    for left_out in ("notes", "legal_basis"):
        bare = await reject(counter, one, **{left_out: " "})
        assert bare.status_code == 422
        assert bare.json()["errors"] == [{"pointer": f"/{left_out}", "code": "required"}]
    rejected = await reject(counter, one)
    second = await reject(counter, one)
    resubmitted = await counter.post(f"/{one}/resubmission", who=counter.as_("applicant"))

    assert rejected.json()["status"] == "rejected"
    assert rejected.json()["legal_basis"] == WORDS["legal_basis"]
    assert rejected.json()["actions"] == []
    assert (second.status_code, second.json()["code"]) == (409, "transition_not_allowed")
    assert resubmitted.status_code == 409


async def test_the_applicant_downloads_the_letter_and_it_stays_as_it_is(counter: Counter) -> None:
    application = await counter.submitted()
    unmet = {"requirement_no": 3, "complete": True, "conforms": False, "note": "Bukan miliknya"}
    early = await letter(counter, application["id"])
    rejected = await reject(counter, application["id"], checks=[unmet])

    first = await letter(counter, application["id"])
    second = await letter(counter, application["id"], "front_office")
    stranger = await letter(counter, application["id"], name="another")

    assert early.status_code == 404
    assert rejected.json()["letter_number"] == "0001/TOLAK/DPMPTSP/VI/2026"
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert hashlib.sha256(first.content).digest() == hashlib.sha256(second.content).digest()
    assert stranger.status_code == 404


async def test_a_refused_rejection_takes_no_number(counter: Counter) -> None:
    one, other = await counter.submitted(), await counter.submitted()

    await reject(counter, one["id"], notes="")
    first = await reject(counter, other["id"])
    second = await reject(counter, one["id"])

    assert first.json()["letter_number"].startswith("0001/")
    assert second.json()["letter_number"].startswith("0002/")
