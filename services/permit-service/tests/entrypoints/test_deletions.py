"""What a request for deletion that an office has granted does to somebody's applications."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from permit_service.testing.facts import OFFICE, person
from shared.database.engine import Database
from shared.identity import Role
from shared.testing.tokens import TestIssuer

from .documents import Office, opened_office
from .planted import APPLICANT, asked, everything_kept, rejected
from .problems import is_problem


@pytest.fixture
async def office(database: Database, issuer: TestIssuer, tmp_path: Path) -> AsyncIterator[Office]:
    """Its files lie in a folder that can be searched."""
    async with opened_office(
        database, issuer, tmp_path, storage_url=(tmp_path / "files").as_uri()
    ) as office:
        yield office


async def test_a_granted_request_destroys_what_may_go_and_says_why_the_rest_stays(
    office: Office, issuer: TestIssuer, database_url: str, tmp_path: Path
) -> None:
    counter, files = office.counter, tmp_path / "files"
    system = {"Authorization": f"Bearer {issuer.system.issue('gateway', 'permit')}"}
    ended = await rejected(office)
    draft = (await counter.draft(applicant=APPLICANT))["id"]
    held = (await counter.draft(applicant=APPLICANT))["id"]
    running = (await counter.submitted())["id"]
    signed = (await counter.signed())["id"]
    others = (await counter.draft(name="another"))["id"]
    body = {"application_id": held, "reason": "audit", "note": "BPK"}
    assert (await asked(office, "POST", "legal-holds", json=body)).status_code == 201
    owner = person(Role.APPLICANT).actor
    request = {"request_id": owner, "office_code": OFFICE, "account": owner}

    async def delete(**more: Any) -> dict[str, Any]:
        answer = await office.http.post("/internal/deletions", json=request | more, headers=system)
        assert answer.status_code == 200, answer.text
        assert answer.json()["is_last"]
        return {one["application_id"]: one["kept_because"] for one in answer.json()["items"]}

    expected = {
        ended: None,
        draft: None,
        held: "legal_hold",
        running: "application_in_progress",
        signed: "licence_in_force",
    }
    assert await delete(dry_run=True) == expected
    assert (await counter.read(draft))["anonymised_at"] is None
    assert await delete() == expected
    # Asked again after a loss, it says how things stand.
    assert await delete() == expected
    assert await delete(office_code="62.02") == {}

    for one, is_gone in ((ended, True), (draft, True), (held, False), (signed, False)):
        assert ((await counter.read(one))["anonymised_at"] is not None) is is_gone
    other = await counter.read(others, who=counter.as_("applicant", name="another"))
    assert other["anonymised_at"] is None
    kept = await everything_kept(database_url, files)
    assert not any(ended in place for place in kept)
    path = f"/internal/accounts/{owner}/standing?offices={OFFICE}"
    standing = await office.http.get(path, headers=system)
    assert standing.json() == {"files": 3, "is_held": False}
    refused = await office.http.post(
        "/internal/deletions", json=request, headers=counter.as_("administrator")
    )
    is_problem(refused, 401, "unauthenticated")
