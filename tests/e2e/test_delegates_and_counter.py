"""A delegate's signature within its dates, and the counter's device, through the gateway."""

import secrets
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from shared.clock import SystemClock
from shared.documents.local_authority import LocalAuthority
from shared.documents.signing import Signatory
from stories.door import Door, Person
from stories.licence import ELEMENTS, OFFICE, LicenceStory, eventually

ANSWERS = {"answers": dict.fromkeys(ELEMENTS, 3), "profile": {}, "suggestion": ""}


async def surveyed(door: Door) -> LicenceStory:
    """An application that waits for a signature."""
    story = LicenceStory(door)
    await story.until_validated()
    await story.answer_survey()
    await story.survey_is_in()
    return story


async def delegate_of(door: Door, role: str) -> tuple[Person, str]:
    """Somebody of the office who is Plh. today and has a certificate, signed in anew."""
    account = next(
        one for one in door.accounts if one["role"] == role and one["office_code"] == OFFICE
    )
    administrator = await door.staff("administrator", OFFICE)
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Jayapura")).date().isoformat()
    body = {
        "username": account["username"],
        "kind": "plh",
        "valid_from": today,
        "valid_until": today,
        "legal_basis": "SK 1/2026",
    }
    made = await administrator.post("/v1/delegations", body, expect=201)
    passphrase = secrets.token_urlsafe(16)
    assert door.home is not None
    signatory = Signatory(account=account["username"], name=account["username"])
    authority = LocalAuthority.at(door.home / "signing", clock=SystemClock())
    authority.issue(signatory, passphrase=passphrase)
    door.forget(account["username"])
    delegate = await door.sign_in(account["username"], account["password"])
    delegate.passphrase = passphrase
    return delegate, made["id"]


async def anew(door: Door, delegate: Person) -> Person:
    """The same person after signing in again."""
    account = next(one for one in door.accounts if one["username"] == delegate.username)
    person = await door.sign_in(account["username"], account["password"])
    person.passphrase = delegate.passphrase
    return person


async def sign(delegate: Person, story: LicenceStory, *, expect: int) -> Any:
    body = {"passphrase": delegate.passphrase}
    return await delegate.post(f"{story.path}/signature", body, expect=expect)


async def test_a_delegate_signs_as_plh_until_the_delegation_is_revoked(door: Door) -> None:
    first, second = await surveyed(door), await surveyed(door)
    delegate, delegation_id = await delegate_of(door, "licensing_official")

    signed = await sign(delegate, first, expect=200)
    licence = await delegate.get(f"/v1/licences/{signed['licence']['id']}")
    document = await delegate.call("GET", f"/v1/licences/{licence['id']}/document.pdf")
    public = await door.nobody.get(f"/v1/verification/{licence['verification_token']}")
    administrator = await door.staff("administrator", OFFICE)
    await administrator.post(f"/v1/delegations/{delegation_id}/revocation")
    ended = await sign(delegate, second, expect=401)
    await sign(await anew(door, delegate), second, expect=403)

    assert licence["signature"]["acting_as"] == public["signature"]["acting_as"] == "plh"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document.content)).pages)
    assert "PLH. KEPALA DINAS" in " ".join(text.upper().split())
    # What the session held has ended with the delegation; another one does not hold it.
    assert ended["code"] == "unauthenticated"
    # Nothing is half signed: the Head signs it.
    assert (await second.sign())["status"] == "signed"


async def test_who_has_validated_does_not_sign_by_delegation(door: Door) -> None:
    story = await surveyed(door)
    delegate, delegation_id = await delegate_of(door, "back_office")

    refused = await sign(delegate, story, expect=409)

    assert refused["code"] == "four_eyes"
    administrator = await door.staff("administrator", OFFICE)
    await administrator.post(f"/v1/delegations/{delegation_id}/revocation")
    assert (await story.sign())["status"] == "signed"


@pytest.mark.requirement("R003-P07-1-1")
async def test_an_answer_at_the_counters_device_unlocks_the_signature_once(door: Door) -> None:
    story = LicenceStory(door)
    await story.until_validated()
    front = await door.staff("front_office", OFFICE)
    body = ANSWERS | {"receipt_number": story.application["receipt_number"]}
    refused = await story.sign(expect=409)

    await front.post("/v1/survey-responses", body, expect=201)
    await story.survey_is_in()
    again = await front.post("/v1/survey-responses", body, expect=409)
    signed = await story.sign()

    assert refused["code"] == "survey_not_completed"
    assert again["code"] == "already_answered"
    assert (signed["status"], signed["survey"]["gate"]["state"]) == ("signed", "required")


async def test_an_answer_that_comes_before_the_validation_unlocks_it_too(door: Door) -> None:
    story = LicenceStory(door)
    await story.apply()
    await story.submit()
    front = await door.staff("front_office", OFFICE)
    body = ANSWERS | {"receipt_number": story.application["receipt_number"]}

    await front.post("/v1/survey-responses", body, expect=201)
    await story.verify()
    for agency in ("bapenda", "dinas-putr"):
        await story.recommend(agency)
    await story.validate()
    await story.survey_is_in()

    assert (await story.sign())["status"] == "signed"


@pytest.mark.requirement("R003-P07-2-1")
async def test_who_is_validated_is_directed_to_the_survey_once(door: Door) -> None:
    story = LicenceStory(door)
    await story.until_validated()
    token = (await story.survey_url()).rpartition("/")[2]
    assert door.home is not None
    outgoing = door.home / "outgoing"

    async def mailed() -> bool:
        written = [one.read_text(errors="replace") for one in outgoing.glob("*.eml")]
        return any(token[:20] in text.replace("=\n", "") for text in written)

    assert await eventually(mailed)
    await door.nobody.post(f"/v1/survey-invitations/{token}/response", ANSWERS, expect=201)
    used = await door.nobody.post(f"/v1/survey-invitations/{token}/response", ANSWERS, expect=409)
    assert used["code"] == "already_answered"
