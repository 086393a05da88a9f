"""The Head signs at BSrE, through the API: nothing is signed twice, lost, or told to anybody."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import structlog.testing
from fastapi import FastAPI
from pydantic import SecretStr

from permit_service.settings import PermitSettings
from permit_service.testing.counter import Counter
from permit_service.testing.service import Listener, build_service
from shared.database.engine import Database
from shared.documents.verification import Verifier
from shared.module import ServiceModule
from shared.testing import bsre
from shared.testing.bsre import SimulatedBsre, simulated_bsre
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

NAME = "KEPALA DINAS CONTOH"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedBsre]:
    with simulated_bsre(tmp_path_factory.mktemp("bsre")) as running:
        yield running


@pytest.fixture
def service(
    request: pytest.FixtureRequest,
    simulator: SimulatedBsre,
    database: Database,
    issuer: TestIssuer,
    tmp_path: Path,
) -> ServiceModule:
    """The service as an office with a contract runs it."""
    simulator.knows(NAME)
    simulator.behaves()
    return build_service(
        database,
        issuer=issuer,
        home=tmp_path,
        services={"gateway": gateway()},
        signing="bsre",
        bsre_url=simulator.url,
        bsre_version=getattr(request, "param", "v2"),
        bsre_user=bsre.USER,
        bsre_secret=SecretStr(bsre.SECRET),
        bsre_roots=simulator.roots,
        bsre_sign_seconds=0.5,
    )


def gateway() -> FastAPI:
    """The gateway's answers about the Head and the office."""
    app = FastAPI()

    @app.get("/internal/accounts/{account_id}")
    async def account(account_id: str) -> dict[str, str]:
        return {"full_name": NAME, "nip": "197001011995031001"}

    @app.get("/internal/signatories/{account_id}")
    async def signatory(account_id: str) -> dict[str, str]:
        return {"nik": bsre.NIK}

    @app.get("/internal/offices/{code}")
    async def office(code: str) -> dict[str, list[str]]:
        return {"letterhead": ["Jalan Contoh 1"]}

    return app


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


@pytest.mark.parametrize("service", ["v1", "v2"], indirect=True)
async def test_what_bsre_signed_is_served_and_verified(
    counter: Counter, simulator: SimulatedBsre, http: httpx.AsyncClient
) -> None:
    application = await counter.surveyed()

    signed = await counter.sign(application["id"], passphrase=bsre.PASSPHRASE)
    licence = signed.json()["licence"]
    page = await http.get(f"/v1/verification/{licence['verification_token']}")
    document = await http.get(
        f"/v1/licences/{licence['id']}/document.pdf", headers=counter.as_("applicant")
    )

    assert signed.status_code == 200, signed.text
    assert page.json()["signature"]["valid"] is True
    assert page.json()["signature"]["signed_by"] == NAME
    assert (await Verifier(simulator.roots.read_bytes()).verify(document.content)).valid


async def test_a_wrong_passphrase_and_a_bad_certificate_are_told_apart(
    counter: Counter, simulator: SimulatedBsre
) -> None:
    application = await counter.surveyed()

    wrong = await counter.sign(application["id"], passphrase="salah")
    simulator.knows(NAME, status="EXPIRED")
    before = len(simulator.calls)
    expired = await counter.sign(application["id"], passphrase=bsre.PASSPHRASE)
    asked = simulator.calls[before:]
    simulator.knows(NAME)
    good = await counter.sign(application["id"], passphrase=bsre.PASSPHRASE)

    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_passphrase")
    assert (expired.status_code, expired.json()["code"]) == (409, "certificate_not_valid")
    assert asked == ["status"]
    assert good.json()["licence"]["number"].startswith("0001/")


async def test_a_lost_answer_holds_the_number_and_the_second_try_is_clean(
    counter: Counter, simulator: SimulatedBsre, clock: FixedClock
) -> None:
    application = await counter.surveyed()
    signed = len(simulator.signatures)
    simulator.behaves("silent_after_signing", seconds=1)

    lost = await counter.sign(application["id"], passphrase=bsre.PASSPHRASE)
    at_once = await asyncio.gather(
        *(counter.sign(application["id"], passphrase=bsre.PASSPHRASE) for _ in range(3))
    )
    of_that = len(simulator.signatures) - signed
    clock.move(timedelta(seconds=int(lost.headers["Retry-After"])))
    again = await counter.sign(application["id"], passphrase=bsre.PASSPHRASE)

    assert (lost.status_code, lost.json()["code"]) == (503, "signature_unanswered")
    assert {one.json()["code"] for one in at_once} == {"signature_in_progress"}
    assert of_that == 1
    assert again.status_code == 200
    assert again.json()["licence"]["number"] == "0001/REKLAME/DPMPTSP/VI/2026"


@pytest.mark.parametrize("fault", ["server_error", "another_document"])
async def test_while_bsre_fails_the_head_gets_a_clear_refusal_and_nothing_is_recorded(
    counter: Counter, simulator: SimulatedBsre, fault: str
) -> None:
    application = await counter.surveyed()
    simulator.behaves(fault)

    refused = await counter.sign(application["id"], passphrase=bsre.PASSPHRASE)
    between = await counter.read(application["id"])
    again = await counter.sign(application["id"], passphrase=bsre.PASSPHRASE)

    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert (between["status"], between["licence"]) == ("validated", None)
    assert again.status_code == 200


async def test_no_passphrase_and_no_nik_is_logged_told_or_stored(
    counter: Counter, simulator: SimulatedBsre, database: Database
) -> None:
    application = await counter.surveyed()
    with structlog.testing.capture_logs() as logs:
        for fault in ("garbage", None):
            simulator.behaves(fault)
            answer = await counter.sign(
                application["id"], passphrase=bsre.PASSPHRASE, Idempotency_Key=f"key-{fault}"
            )
    timeline = await counter.http.get(
        f"/v1/applications/{application['id']}/timeline", headers=counter.as_("head")
    )

    told = json.dumps(logs, default=str) + timeline.text + answer.text
    assert answer.status_code == 200
    for secret in (bsre.PASSPHRASE, bsre.NIK, bsre.SECRET):
        assert secret not in told


def test_half_of_the_settings_is_refused_at_the_start() -> None:
    given = PermitSettings.model_construct(signing="bsre", bsre_url="http://localhost:1")

    with pytest.raises(ValueError, match="bsre_roots"):
        given._bsre_is_whole()
