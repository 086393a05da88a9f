"""Retention: listed first, destroyed on command or by itself once it is confirmed, and searched
for afterwards in everything that is kept."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from permit_service.application.run_retention import (
    begin_confirmed_runs,
    go_on_once,
    go_on_with_retention,
)
from permit_service.application.sweep_files import sweep_files
from permit_service.entrypoints.api.legal_holds import HoldAnswer, HoldsPage
from permit_service.entrypoints.api.retention_shapes import (
    ReportAnswer,
    RetentionRunAnswer,
    RetentionRunsPage,
    RunLinesPage,
)
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.documents.storage import ObjectStorage, StorageUnavailable
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

from .documents import Office, opened_office
from .planted import (
    APPLICANT,
    NIK,
    PLANTED,
    WORDS,
    asked,
    everything_kept,
    found_in,
    rejected,
)
from .problems import is_problem


@pytest.fixture
async def office(database: Database, issuer: TestIssuer, tmp_path: Path) -> AsyncIterator[Office]:
    """Its files lie in a folder that can be searched."""
    async with opened_office(
        database, issuer, tmp_path, storage_url=(tmp_path / "files").as_uri()
    ) as office:
        yield office


async def set_rule(office: Office, retention_class: str, days: int, clock: FixedClock) -> Any:
    body = {
        "office_code": OFFICE,
        "key": f"retention_{retention_class}_days",
        "value": days,
        "effective_from": (clock.now() + timedelta(hours=9)).date().isoformat(),
        "source": "JRA kantor 2026",
        "verified": True,
    }
    return await asked(office, "POST", "permit-rules", json=body)


async def run(office: Office, retention_class: str, dry: str | None = None) -> Any:
    """A dry run, or the one that carries it out; as it stands when nothing is left to do."""
    body = {"retention_class": retention_class, "dry_run": dry is None, "dry_run_id": dry}
    begun = await asked(office, "POST", "retention-runs", json=body)
    assert begun.status_code == 202, begun.text
    # Two workers at once.
    await asyncio.gather(*(go_on_with_retention(office.ports) for _ in range(2)))
    await go_on_with_retention(office.ports)
    return (await asked(office, "GET", f"retention-runs/{begun.json()['id']}")).json()


async def lines(office: Office, one: dict[str, Any]) -> list[Any]:
    answer = await asked(office, "GET", f"retention-runs/{one['id']}/lines")
    RunLinesPage.model_validate_json(answer.content)
    return [(each["application_id"], each["code"]) for each in answer.json()["items"]]


async def test_what_is_due_is_listed_held_destroyed_and_found_nowhere(
    office: Office, clock: FixedClock, database_url: str, tmp_path: Path
) -> None:
    counter, files = office.counter, tmp_path / "files"
    one = await rejected(office)
    before = await everything_kept(database_url, files)
    assert {"application", "application.sealed", "correction_round.sealed"} <= found_in(before)
    assert {f"rejections/{one}.pdf"} <= set(before)
    recap = "application-recap?office_code=81.02&period=2026-06"
    figures = await asked(office, "GET", recap)
    assert figures.status_code == 200, figures.text

    # Nothing is destroyed under a proposal, nor under a slip of the pen.
    dry = await run(office, "ended_application")
    assert (dry["state"], dry["result"]["rows"]) == ("succeeded", 0)
    body = {"retention_class": "ended_application", "dry_run": False, "dry_run_id": dry["id"]}
    refused = await asked(office, "POST", "retention-runs", json=body)
    is_problem(refused, 409, "retention_not_confirmed")
    is_problem(await set_rule(office, "ended_application", 3, clock), 422, "invalid_request")
    assert (await set_rule(office, "ended_application", 30, clock)).status_code == 201
    clock.move(timedelta(days=20))
    soon = await asked(office, "GET", "retention-report?days=10")
    ReportAnswer.model_validate_json(soon.content)
    assert [(each["application_id"], each["state"]) for each in soon.json()["items"]] == [
        (one, "upcoming")
    ]
    clock.move(timedelta(days=10))
    report = await asked(office, "GET", "retention-report?days=0")
    assert not any(word in report.content for word in WORDS)
    (of_class,) = [each for each in report.json()["classes"] if each["due"]]
    assert (of_class["retention_class"], of_class["confirmed"]) == ("ended_application", True)

    # A hold stands above the time.
    dry = await run(office, "ended_application")
    body = {"nik": NIK, "reason": "court_case", "note": "Perkara 1/G/2026"}
    put = await asked(office, "POST", "legal-holds", json=body, role="head")
    HoldAnswer.model_validate_json(put.content)
    held = await run(office, "ended_application", dry["id"])
    assert (held["result"]["accepted"], held["result"]["refused"]) == (0, 1)
    assert await lines(office, held) == [(one, "legal_hold")]
    # What is carried out was listed by a dry run of its class: neither a run nor another class.
    await set_rule(office, "abandoned_draft", 30, clock)
    for listed, of_class in ((held, "ended_application"), (dry, "abandoned_draft")):
        body = {"retention_class": of_class, "dry_run": False, "dry_run_id": listed["id"]}
        unlisted = await asked(office, "POST", "retention-runs", json=body)
        is_problem(unlisted, 409, "dry_run_missing")
    assert found_in(await everything_kept(database_url, files)) >= {"application.sealed"}
    lifting = f"legal-holds/{put.json()['id']}/lifting"
    assert (await asked(office, "POST", lifting)).status_code == 200
    is_problem(await asked(office, "POST", lifting), 409, "hold_lifted")

    version = (await counter.read(one))["version"]
    done = await run(office, "ended_application", dry["id"])
    RetentionRunAnswer.model_validate(done)
    again = await run(office, "ended_application", dry["id"])

    assert (done["state"], done["progress"], done["result"]["accepted"]) == ("succeeded", 1.0, 1)
    assert (again["result"]["accepted"], await lines(office, again)) == (0, [(one, "not_due")])
    after = await everything_kept(database_url, files)
    assert found_in(after) == set()
    assert not any(one in place for place in after)
    # The log and its chain are what they were, and one fact longer.
    old, new = before["event_log"].splitlines(), after["event_log"].splitlines()
    assert set(old) <= set(new)
    assert sum(b"personal_data_destroyed" in line for line in new) == 1
    # The skeleton can be read, moves no more, and counts as it did.
    skeleton = await counter.read(one)
    assert (skeleton["status"], skeleton["version"]) == ("rejected", version + 1)
    assert skeleton["anonymised_at"] is not None
    assert (skeleton["applicant"]["name"], skeleton["form"], skeleton["documents"]) == ("", {}, [])
    assert skeleton["legal_basis"] == "Perda 1/2020 Ps 2"
    tracked = await office.http.get(f"/v1/tracking/{skeleton['receipt_number']}")
    assert tracked.json()["status"] == "rejected"
    assert (await asked(office, "GET", recap)).json() == figures.json()
    path = f"/v1/applications/{one}/rejection-letter.pdf"
    letter = await office.http.get(path, headers=counter.as_("applicant"))
    is_problem(letter, 404, "not_found")
    search = {"kind": "nik", "value": NIK, "purpose": "counter"}
    people = await asked(office, "POST", "application-searches", json=search, role="front_office")
    assert NIK.encode() not in people.content
    assert one.encode() not in people.content
    operation = await asked(office, "GET", f"operations/{done['id']}")
    assert operation.json()["result"] == done["result"]


async def test_a_worker_that_dies_before_the_files_leaves_them_to_the_sweep(
    office: Office, clock: FixedClock, database_url: str, tmp_path: Path
) -> None:
    class Away(ObjectStorage):
        async def delete(self, key: str) -> None:
            del key
            raise StorageUnavailable

    one, files = await rejected(office), tmp_path / "files"
    await set_rule(office, "uploaded_documents", 30, clock)
    clock.move(timedelta(days=30))
    dry = await run(office, "uploaded_documents")
    body = {"retention_class": "uploaded_documents", "dry_run": False, "dry_run_id": dry["id"]}
    await asked(office, "POST", "retention-runs", json=body)
    dying = replace(office.ports, storage=Away(None))  # type: ignore[arg-type]
    with pytest.raises(StorageUnavailable):
        await go_on_once(OFFICE, dying)

    application = await office.counter.read(one)
    assert (application["documents"], application["anonymised_at"]) == ([], None)
    assert application["applicant"]["name"] == PLANTED["name"]
    kept = [place for place in await everything_kept(database_url, files) if "documents/" in place]
    assert kept
    await sweep_files(office.ports)
    left = await everything_kept(database_url, files)
    assert not any(one in place for place in left if place.startswith("documents/"))
    assert PLANTED["file"].encode() not in b"".join(left.values())


async def test_by_itself_only_what_is_confirmed_ends_a_day_after_it_was_listed(
    office: Office, clock: FixedClock
) -> None:
    counter = office.counter
    one = (await counter.draft(applicant=APPLICANT))["id"]

    async def runs() -> list[Any]:
        await asyncio.gather(*(begin_confirmed_runs(office.ports) for _ in range(2)))
        await asyncio.gather(*(go_on_with_retention(office.ports) for _ in range(2)))
        answer = await asked(office, "GET", "retention-runs")
        RetentionRunsPage.model_validate_json(answer.content)
        return [(each["phase"], each["result"]["accepted"]) for each in answer.json()["items"]]

    clock.move(timedelta(days=4_000))
    assert await runs() == []  # long past our proposal, which is no decision
    clock.move(timedelta(days=-4_000))
    await set_rule(office, "abandoned_draft", 30, clock)
    # A clock that is wrong for less than a day lists, and destroys nothing.
    clock.move(timedelta(days=40))
    assert await runs() == [("waiting", 0)]
    clock.move(timedelta(days=-40))
    assert await runs() == [("failed", 0)]
    assert (await counter.read(one))["anonymised_at"] is None

    clock.move(timedelta(days=30))
    assert await runs() == [("waiting", 0), ("failed", 0)]
    clock.move(timedelta(hours=23))
    assert (await runs())[0] == ("waiting", 0)
    clock.move(timedelta(hours=1))
    assert await runs() == [("succeeded", 1), ("failed", 0)]
    assert await runs() == [("succeeded", 1), ("failed", 0)]
    skeleton = await counter.read(one)
    assert (skeleton["status"], skeleton["actions"]) == ("draft", [])
    gone = await counter.upload(one, 1)
    is_problem(gone, 409, "transition_not_allowed")
    withdrawn = await counter.post(f"/{one}/withdrawal", who=counter.as_("applicant"))
    is_problem(withdrawn, 409, "transition_not_allowed")


async def test_a_licence_is_checked_as_before_when_the_dossier_behind_it_is_gone(
    office: Office, clock: FixedClock
) -> None:
    counter = office.counter
    one = (await counter.recommended())["id"]
    valid = {"outcome": "valid", "valid_until": "2026-12-31"}
    await counter.step(one, "validation", valid, who=counter.as_("back_office"))
    await counter.answer_survey(one)
    signed = (await counter.sign(one)).json()
    await counter.step(one, "delivery", who=counter.as_("back_office"))
    for one in ("licence_dossier", "uploaded_documents", "contact_data"):
        await set_rule(office, one, 30, clock)
    token = signed["licence"]["verification_token"]
    clock.move(timedelta(days=60))
    report = (await asked(office, "GET", "retention-report?days=0")).json()
    assert [each["retention_class"] for each in report["items"]] == ["uploaded_documents"]
    in_force = (await office.http.get(f"/v1/verification/{token}")).json()
    assert in_force["status"] == "active"
    clock.move(timedelta(days=500))
    ended = (await office.http.get(f"/v1/verification/{token}")).json()
    for one in ("licence_dossier", "uploaded_documents", "contact_data"):
        await run(office, one, (await run(office, one))["id"])

    application = await counter.read(signed["id"])
    assert application["anonymised_at"] is not None
    assert (application["applicant"]["email"], application["documents"]) == (None, [])
    checked = (await office.http.get(f"/v1/verification/{token}")).json()
    assert checked == ended
    assert (checked["status"], checked["signature"]["valid"]) == ("expired", True)


async def test_retention_is_the_administrators_of_the_office_and_holds_are_the_heads_too(
    office: Office,
) -> None:
    begun = await run(office, "contact_data")
    wrong = {"retention_class": "contact_data", "dry_run": False}
    body = {"account_id": begun["id"], "reason": "audit", "note": "BPK"}
    hold = (await asked(office, "POST", "legal-holds", json=body)).json()
    for role, holds in (("head", 200), ("front_office", 403), ("applicant", 403)):
        for path in ("retention-report", "retention-runs", f"retention-runs/{begun['id']}"):
            is_problem(await asked(office, "GET", path, role=role), 403, "forbidden")
        refused = await asked(office, "POST", "retention-runs", json=wrong, role=role)
        is_problem(refused, 403, "forbidden")
        assert (await asked(office, "GET", "legal-holds", role=role)).status_code == holds

    for path in (f"retention-runs/{begun['id']}", f"legal-holds/{hold['id']}"):
        is_problem(await asked(office, "GET", path, of="62.02"), 404, "not_found")
    foreign = await asked(office, "POST", f"legal-holds/{hold['id']}/lifting", of="62.02")
    is_problem(foreign, 404, "not_found")
    page = await asked(office, "GET", "legal-holds", role="head")
    HoldsPage.model_validate_json(page.content)
    assert [each["id"] for each in page.json()["items"]] == [hold["id"]]
    two = body | {"nik": NIK}
    is_problem(await asked(office, "POST", "legal-holds", json=two), 422, "invalid_request")
    past = body | {"until": "2020-01-01"}
    is_problem(await asked(office, "POST", "legal-holds", json=past), 422, "invalid_request")
