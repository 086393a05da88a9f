"""Documents under a virus scanner: nothing goes on without its explicit "clean"."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from permit_service.application.scan_documents import scan_pending_documents
from permit_service.testing.counter import MANDATORY, PDF
from shared.database.engine import Database
from shared.documents.clamd import Clamd
from shared.local_ports import free_port
from shared.testing.clamd import EICAR, ClamdServer
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

from .documents import Office, opened_office
from .test_site_visits import PNG

VIRUS = PDF + EICAR


@pytest.fixture
async def scanned(
    database: Database, issuer: TestIssuer, tmp_path: Path, clamd: ClamdServer
) -> AsyncIterator[Office]:
    """An office whose scanner answers."""
    files = tmp_path / "files"
    async with opened_office(
        database, issuer, tmp_path, storage_url=files.as_uri(), scanner_url=clamd.url
    ) as office:
        yield office


@pytest.fixture
async def unscanned(
    database: Database, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[Office]:
    """An office whose scanner is away."""
    away = f"tcp://127.0.0.1:{free_port()}"
    files = tmp_path / "files"
    async with opened_office(
        database, issuer, tmp_path, storage_url=files.as_uri(), scanner_url=away
    ) as office:
        yield office


def files_under(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


@pytest.mark.clamd
async def test_a_virus_is_held_back_visibly_until_it_is_replaced(
    scanned: Office, tmp_path: Path
) -> None:
    counter = scanned.counter
    draft = await counter.documented()
    found = (await counter.upload(draft["id"], 2, content=VIRUS)).json()
    read = await counter.read(draft["id"])
    refused = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))
    downloads = [
        await scanned.document(found, of=draft["id"], headers=counter.as_(role))
        for role in ("applicant", "front_office")
    ]

    assert found["scan_state"] == "infected"
    shown = next(one for one in read["documents"] if one["id"] == found["id"])
    assert (shown["scan_state"], shown["counts"]) == ("infected", True)
    assert [one["scan_state"] for one in read["documents"]].count("clean") == len(MANDATORY)
    assert (refused.status_code, refused.json()["code"]) == (409, "documents_not_released")
    assert refused.json()["errors"] == [{"pointer": "/documents/2", "code": "infected"}]
    assert downloads[0].json()["code"] == "document_infected"
    assert [one.status_code for one in downloads] == [409, 404]
    kept = files_under(tmp_path / "files")
    assert [key.partition("/")[0] for key, content in kept.items() if EICAR in content] == [
        "quarantine"
    ]

    replaced = await counter.upload(draft["id"], 2)
    submitted = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))
    staff = await scanned.document(found, of=draft["id"], headers=counter.as_("front_office"))

    assert replaced.json()["scan_state"] == "clean"
    assert submitted.status_code == 200
    assert (staff.status_code, staff.json()["code"]) == (409, "document_infected")
    assert (await scanned.types(draft["id"])).count("permit.document_quarantined") == 1


async def test_what_nobody_has_scanned_holds_everything_that_depends_on_it(
    unscanned: Office,
) -> None:
    counter = unscanned.counter
    draft = await counter.documented()
    document = (await counter.read(draft["id"]))["documents"][0]
    download = await unscanned.document(document, of=draft["id"], headers=counter.as_("applicant"))
    refused = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))

    scanner = unscanned.ports.screening.scanner
    assert scanner is not None
    assert await scan_pending_documents(scanner, unscanned.ports) == 0
    assert document["scan_state"] == "pending"
    assert (download.status_code, download.json()["code"]) == (409, "document_not_scanned_yet")
    assert (refused.status_code, refused.json()["code"]) == (409, "documents_not_released")
    assert [one["scan_state"] for one in (await counter.read(draft["id"]))["documents"]] == [
        "pending"
    ] * len(MANDATORY)


@pytest.mark.clamd
async def test_two_workers_scan_each_waiting_document_once_when_the_scanner_is_back(
    unscanned: Office, clamd: ClamdServer, clock: FixedClock, tmp_path: Path
) -> None:
    counter, back = unscanned.counter, Clamd(clamd.url)
    draft = await counter.documented()
    virus = (await counter.upload(draft["id"], 5, content=VIRUS)).json()

    counts = await asyncio.gather(
        *(scan_pending_documents(back, unscanned.ports) for _ in range(2))
    )
    after = {one["id"]: one["scan_state"] for one in (await counter.read(draft["id"]))["documents"]}
    types = await unscanned.types(draft["id"])

    assert sum(counts) == len(MANDATORY) + 1
    assert after.pop(virus["id"]) == "infected"
    assert set(after.values()) == {"clean"}
    assert types.count("permit.document_scanned") == len(MANDATORY)
    assert types.count("permit.document_quarantined") == 1
    assert await scan_pending_documents(back, unscanned.ports) == 0
    released = await unscanned.document(
        {"id": next(iter(after))}, of=draft["id"], headers=counter.as_("applicant")
    )
    assert released.content == PDF

    removed = await unscanned.http.delete(
        f"/v1/applications/{draft['id']}/documents/{virus['id']}",
        headers=counter.as_("applicant")
        | {"If-Match": f'"{(await counter.read(draft["id"]))["version"]}"'},
    )
    submitted = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))

    assert removed.status_code == 200
    assert submitted.status_code == 200


@pytest.mark.clamd
async def test_a_correction_that_waits_for_its_scan_is_not_handed_in_again(
    scanned: Office, unscanned: Office, clamd: ClamdServer
) -> None:
    submitted = await scanned.counter.submitted()
    application_id = submitted["id"]
    returned = await scanned.counter.post(
        f"/{application_id}/verification",
        {
            "outcome": "returned",
            "notes": "",
            "corrections": [{"requirement_no": 1, "question": "?"}],
        },
        who=scanned.counter.as_("front_office"),
    )
    assert returned.status_code == 200
    await unscanned.counter.upload(application_id, 1)

    waiting = await scanned.counter.post(
        f"/{application_id}/resubmission", who=scanned.counter.as_("applicant")
    )
    await scan_pending_documents(Clamd(clamd.url), unscanned.ports)
    released = await scanned.counter.post(
        f"/{application_id}/resubmission", who=scanned.counter.as_("applicant")
    )

    assert (waiting.status_code, waiting.json()["code"]) == (409, "documents_not_released")
    assert released.json()["status"] == "submitted"


@pytest.mark.clamd
async def test_a_file_that_was_changed_while_it_waited_gets_no_verdict(
    unscanned: Office, clamd: ClamdServer
) -> None:
    draft = await unscanned.counter.draft()
    document = (await unscanned.counter.upload(draft["id"], 1)).json()
    key = f"quarantine/81.02/{draft['id']}/{document['id']}"
    await unscanned.ports.storage.put(key, PDF + b" ")

    assert await scan_pending_documents(Clamd(clamd.url), unscanned.ports) == 0
    after = (await unscanned.counter.read(draft["id"]))["documents"]
    assert [one["scan_state"] for one in after] == ["pending"]


async def visited(office: Office) -> tuple[str, str, str]:
    """An application whose place is visited, the visit, and where its pictures are."""
    counter = office.counter
    one = (await counter.recommended(service_code="SLO"))["id"]
    plan = {"scheduled_on": "2026-06-16", "officers": ["petugas.satu"]}
    body = await counter.step(one, "site-visits", plan, who=counter.as_("back_office"))
    visit = body["site_visits"][0]["id"]
    return one, visit, f"/v1/applications/{one}/site-visits/{visit}/photos"


@pytest.mark.clamd
async def test_a_picture_of_a_visit_is_scanned_as_a_document_is(
    scanned: Office, unscanned: Office, clamd: ClamdServer, tmp_path: Path
) -> None:
    one, _, path = await visited(scanned)
    officer = scanned.counter.as_("back_office")

    async def photos() -> list[dict[str, Any]]:
        body = await scanned.counter.read(one, who=officer)
        return cast("list[dict[str, Any]]", body["site_visits"][0]["photos"])

    async def hand_in(office: Office, content: bytes) -> None:
        file = {"file": ("a.png", content, "image/png")}
        assert (await office.http.post(path, files=file, headers=officer)).status_code == 201

    async def downloads() -> list[tuple[int, str]]:
        answers = [
            await scanned.http.get(f"{path}/{photo['id']}", headers=officer)
            for photo in await photos()
        ]
        return [
            (one.status_code, "" if one.status_code == 200 else one.json()["code"])
            for one in answers
        ]

    await hand_in(scanned, PNG)
    await hand_in(scanned, PNG + EICAR)
    await hand_in(unscanned, PNG)
    await hand_in(unscanned, PNG + EICAR)
    waiting = [one["scan_state"] for one in await photos()]
    held_back = await downloads()
    back = Clamd(clamd.url)
    counts = await asyncio.gather(
        *(scan_pending_documents(back, unscanned.ports) for _ in range(2))
    )

    assert waiting == ["clean", "infected", "pending", "pending"]
    assert held_back == [
        (200, ""),
        (409, "document_infected"),
        (409, "document_not_scanned_yet"),
        (409, "document_not_scanned_yet"),
    ]
    assert sum(counts) == 2
    assert [one["scan_state"] for one in await photos()] == ["clean", "infected"] * 2
    assert [status for status, _ in await downloads()] == [200, 409, 200, 409]
    kept = files_under(tmp_path / "files")
    assert {key.partition("/")[0] for key, content in kept.items() if EICAR in content} == {
        "quarantine"
    }


@pytest.mark.clamd
async def test_nothing_is_read_of_a_table_or_an_emblem_that_the_scanner_has_not_called_clean(
    scanned: Office, unscanned: Office
) -> None:
    administrator = scanned.counter.as_("administrator")
    table = b"service_code,channel,number,issued_on,holder_name\n" + EICAR
    file = {"file": ("licences.csv", table, "text/csv")}
    emblem = {"office_code": "81.02", "picture": base64.b64encode(PNG + EICAR).decode()}

    answers = [
        answer
        for office in (scanned, unscanned)
        for answer in (
            await office.http.post("/v1/licence-imports", files=file, headers=administrator),
            await office.http.post(
                "/v1/service-catalogue-imports", files=file, headers=administrator
            ),
            await office.http.post("/v1/licence-emblems", json=emblem, headers=administrator),
        )
    ]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (422, "file_infected")
    ] * 3 + [(503, "unavailable")] * 3
    assert all("retry-after" in one.headers for one in answers[3:])
