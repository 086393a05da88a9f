"""Documents of an application: what is taken, who reads it, and that nothing is left behind."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from permit_service.application.sweep_files import sweep_files
from permit_service.testing.counter import AGENCIES, PDF, draft_body
from shared.database.engine import Database
from shared.testing.clock import FixedClock
from shared.testing.s3 import ACCESS_KEY, REGION, SECRET_KEY, S3Server
from shared.testing.tokens import TestIssuer

from .documents import HOSTILE, Office, opened_office


@pytest.fixture
async def office(database: Database, issuer: TestIssuer, tmp_path: Path) -> AsyncIterator[Office]:
    url = (tmp_path / "files").as_uri()
    async with opened_office(database, issuer, tmp_path, storage_url=url) as office:
        yield office


def files_in(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


async def removed(
    office: Office, application_id: str, document_id: str, **headers: str
) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await office.http.delete(
        f"/v1/applications/{application_id}/documents/{document_id}",
        headers=office.counter.as_("applicant") | named,
    )


@pytest.mark.parametrize("kind", HOSTILE)
async def test_what_is_no_plain_document_is_refused_by_its_bytes_and_leaves_nothing(
    office: Office, tmp_path: Path, kind: str
) -> None:
    content, code = HOSTILE[kind]
    draft = await office.counter.draft()

    answer = await office.counter.upload(draft["id"], 1, content=content)

    assert answer.json()["code"] == code
    assert (await office.counter.read(draft["id"]))["documents"] == []
    assert files_in(tmp_path / "files") == []


@pytest.mark.requirement("R003-P09-2")
async def test_each_document_says_who_handed_it_in_and_when_and_what_it_was(
    office: Office, clock: FixedClock
) -> None:
    counter = office.counter
    front = counter.as_("front_office")
    own = await counter.draft()
    assisted = (await counter.post("", draft_body(mode="assisted"), who=front)).json()
    await counter.upload(own["id"], 1)
    clock.move(timedelta(minutes=1))
    await counter.upload(own["id"], 1)
    await counter.upload(assisted["id"], 1, who=front)

    listed = await office.http.get(
        f"/v1/applications/{own['id']}/documents", headers=counter.as_("applicant")
    )
    by_officer = (await counter.read(assisted["id"], who=front))["documents"][0]

    first, second = listed.json()["items"]
    owner = (await counter.read(own["id"]))["declaration"]["accepted_by"]
    assert first["uploaded_by"] == second["uploaded_by"] == owner
    assert by_officer["uploaded_by"] == assisted["assisted_by"] != owner
    assert (first["counts"], second["counts"]) == (False, True)
    assert first["uploaded_at"] < second["uploaded_at"] == "2026-06-15T00:01:00Z"
    assert first["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert {one["scan_state"] for one in (first, second, by_officer)} == {"not_scanned"}


@pytest.mark.requirement("R003-P09-2")
async def test_a_file_that_is_not_what_was_handed_in_is_refused_and_raises_alarm(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    draft = await office.counter.draft()
    document = (await office.counter.upload(draft["id"], 1)).json()
    (stored,) = files_in(tmp_path / "files")
    stored.write_bytes(PDF.replace(b"Catalog", b"Katalog"))

    answer = await office.document(
        document, of=draft["id"], headers=office.counter.as_("applicant")
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "checksum_mismatch")
    # Printed where nobody has set up logging yet, and a record where somebody has.
    assert "stored_file_was_changed" in capsys.readouterr().out + caplog.text


@pytest.mark.requirement("R003-P08-4d", "R003-P08-4e")
async def test_a_document_is_read_by_its_owner_and_by_those_who_work_with_it(
    office: Office,
) -> None:
    counter = office.counter
    application = await counter.verified()
    document = application["documents"][0]

    async def asks(role: str, **person: str) -> int:
        headers = counter.as_(role, **person)
        return (await office.document(document, of=application["id"], headers=headers)).status_code

    readers = ("applicant", "front_office", "back_office", "licensing_official", "head")
    assert [await asks(one) for one in readers] == [200] * len(readers)
    assert await asks("agency_officer", agency=AGENCIES[0]) == 200
    assert await asks("agency_officer", agency="dinas-lain") == 404
    assert await asks("applicant", name="another") == 404
    assert await asks("head", office="62.02") == 404
    assert [await asks(one) for one in ("administrator", "inspector", "province")] == [403] * 3


async def test_a_document_comes_whole_as_an_attachment_with_its_length(office: Office) -> None:
    draft = await office.counter.draft()
    content = PDF + bytes(3 * 1024 * 1024)
    document = (await office.counter.upload(draft["id"], 1, content=content)).json()

    answer = await office.document(
        document, of=draft["id"], headers=office.counter.as_("applicant")
    )

    assert answer.content == content
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["content-disposition"] == 'attachment; filename="1.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/pdf"


async def test_a_document_is_taken_back_from_a_draft_and_its_file_is_swept(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    draft = await office.counter.draft()
    kept = (await office.counter.upload(draft["id"], 1)).json()
    gone = (await office.counter.upload(draft["id"], 2)).json()

    unnamed = await removed(office, draft["id"], gone["id"])
    stale = await removed(office, draft["id"], gone["id"], If_Match='"0"')
    done = await removed(office, draft["id"], gone["id"], If_Match='"2"')
    again = await removed(office, draft["id"], gone["id"], If_Match='"3"')
    assert len(files_in(tmp_path / "files")) == 2
    early = await sweep_files(office.ports)
    clock.move(timedelta(hours=2))
    swept = await sweep_files(office.ports)

    assert [one.status_code for one in (unnamed, stale, done, again)] == [428, 412, 200, 404]
    assert [one["id"] for one in done.json()["documents"]] == [kept["id"]]
    assert (early, swept) == (0, 1)
    assert [one.name for one in files_in(tmp_path / "files")] == [kept["id"]]
    assert await sweep_files(office.ports) == 0


async def test_what_was_submitted_stays_on_record_and_a_correction_may_be_taken_back(
    office: Office, clock: FixedClock
) -> None:
    counter = office.counter
    submitted = await counter.submitted()
    first = submitted["documents"][0]
    while_submitted = await removed(
        office, submitted["id"], first["id"], If_Match=f'"{submitted["version"]}"'
    )
    clock.move(timedelta(minutes=1))
    await counter.post(
        f"/{submitted['id']}/verification",
        {
            "outcome": "returned",
            "notes": "",
            "corrections": [{"requirement_no": 1, "question": "?"}],
        },
        who=counter.as_("front_office"),
    )
    clock.move(timedelta(minutes=1))
    correction = (await counter.upload(submitted["id"], 1)).json()
    version = (await counter.read(submitted["id"]))["version"]

    on_record = await removed(office, submitted["id"], first["id"], If_Match=f'"{version}"')
    taken_back = await removed(office, submitted["id"], correction["id"], If_Match=f'"{version}"')

    assert while_submitted.json()["code"] == "transition_not_allowed"
    assert on_record.json()["code"] == "transition_not_allowed"
    assert taken_back.status_code == 200


async def test_a_storage_that_is_away_refuses_uploads_and_keeps_nothing_half_done(
    database: Database, issuer: TestIssuer, tmp_path: Path, s3: S3Server, clock: FixedClock
) -> None:
    bucket = f"permit-{uuid4().hex}"
    settings = {
        "storage_url": s3.make_bucket(bucket),
        "storage_endpoint": s3.endpoint,
        "storage_region": REGION,
        "storage_access_key": SecretStr(ACCESS_KEY),
        "storage_secret_key": SecretStr(SECRET_KEY),
    }
    async with opened_office(database, issuer, tmp_path, **settings) as office:
        draft = await office.counter.draft()
        document = (
            await office.counter.upload(draft["id"], 1, content=PDF + bytes(7_000_000))
        ).json()
        headers = office.counter.as_("applicant")
        s3.stop()
        refused = await office.counter.upload(draft["id"], 2)
        unread = await office.document(document, of=draft["id"], headers=headers)
        readable = await office.counter.read(draft["id"])
        s3.start()
        taken = await office.counter.upload(draft["id"], 2)
        read = await office.document(document, of=draft["id"], headers=headers)
        clock.move(timedelta(hours=2))
        await sweep_files(office.ports)

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert unread.status_code == 503
    assert [one["id"] for one in readable["documents"]] == [document["id"]]
    assert taken.status_code == 201
    assert len(read.content) == document["size"]
    assert {one.name for one in s3.files_of(bucket)} == {document["id"], taken.json()["id"]}
