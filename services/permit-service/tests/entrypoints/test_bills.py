"""Bills at a payment service: a simulator that runs for real, over a socket, both ways."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from permit_service.adapters.payments import HttpPayments, signature_of
from permit_service.application.take_payment import ask_for_payments
from permit_service.testing.counter import Counter
from shared.identity import Caller, Role
from shared.local_ports import free_port
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

SIMULATOR = Path(__file__).parents[4] / "deploy" / "simulators" / "payment"
TOKEN, SECRET = "a token of the tests", "a secret of the tests"
AMOUNT = 2_500_000
INTEGRATION = Caller(actor="payment", roles=frozenset({Role.INTEGRATION}), username="payment")


class Bank:
    """The simulator as its payers see it."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def pay(self, bill: str, amount: int, *, callbacks: int = 1) -> dict[str, Any]:
        body = {"amount": amount, "callbacks": callbacks}
        answer = await self.http.post(f"/simulator/bills/{bill}/payments", json=body)
        paid: dict[str, Any] = answer.json()
        return paid

    async def goes_wrong(self, **fault: Any) -> None:
        await self.http.post("/simulator/faults", json=fault)

    async def made(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.http.get("/simulator/bills")).json()
        return found


@asynccontextmanager
async def served(app: Any, port: int) -> AsyncIterator[None]:
    """The service behind a socket, for whoever calls from outside."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await running


@pytest.fixture
async def bank(
    service: ServiceModule, counter: Counter, issuer: TestIssuer, clock: FixedClock
) -> AsyncIterator[Bank]:
    """The simulator as a program of its own, and the service with it as its payment service."""
    clock.set(datetime.now(UTC))
    bank_port, own_port = free_port(), free_port()
    command = [
        *(sys.executable, str(SIMULATOR), "--port", str(bank_port), "--token", TOKEN),
        *("--secret", SECRET, "--callback-token", issuer.token_for(INTEGRATION)),
        *("--callback", f"http://127.0.0.1:{own_port}/v1/payment-callbacks"),
    ]
    program = await asyncio.create_subprocess_exec(*command)
    endpoint = f"http://127.0.0.1:{bank_port}"
    payments = HttpPayments(
        endpoint=endpoint, token=TOKEN, secret=SECRET, clock=clock, timeout_seconds=1.0
    )
    api = service.app.state.permits
    service.app.state.permits = replace(api, ports=replace(api.ports, payments=payments))
    try:
        async with served(service.app, own_port), httpx.AsyncClient(base_url=endpoint) as http:
            await until_up(http)
            yield Bank(http)
    finally:
        program.terminate()
        await program.wait()


async def until_up(http: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            await http.get("/simulator/bills")
        except httpx.TransportError:
            await asyncio.sleep(0.05)
        else:
            return
    raise AssertionError("the simulator did not start")


async def assessed(counter: Counter) -> str:
    application = await counter.verified(service_code="PBG")
    assessment = {"amount": AMOUNT, "basis": "Perda tentang retribusi"}
    who = counter.as_("back_office")
    await counter.step(application["id"], "retribution", assessment, who=who)
    return str(application["id"])


async def ask(counter: Counter, one: str, **headers: str) -> httpx.Response:
    who = counter.as_("applicant")
    return await counter.post(f"/{one}/retribution/bill", who=who, **headers)


async def test_the_applicant_asks_for_a_bill_pays_it_and_the_office_is_told(
    counter: Counter, bank: Bank
) -> None:
    one = await assessed(counter)

    bill = (await ask(counter, one)).json()["retribution"]["bill"]
    again = (await ask(counter, one)).json()["retribution"]["bill"]
    paid = await bank.pay(bill["id"], AMOUNT, callbacks=2)
    seen = (await counter.read(one))["retribution"]

    assert bill == again
    assert (bill["kind"], bill["amount"], bill["state"]) == ("virtual_account", AMOUNT, "open")
    assert bill["code"].startswith("8810")
    assert (await bank.made())["asked"] == 1
    assert paid["callbacks"] == [200, 200]
    assert (seen["state"], seen["paid"], seen["bill"]) == ("paid", AMOUNT, None)
    assert [one["receipt_number"] for one in seen["payments"]] == [paid["reference"]]
    timeline = await counter.http.get(
        f"/v1/applications/{one}/timeline", headers=counter.as_("back_office")
    )
    told = [each["type"] for each in timeline.json()["items"]]
    assert told.count("permit.retribution_payment_recorded") == 1


async def test_a_time_out_never_bills_twice(counter: Counter, bank: Bank) -> None:
    one = await assessed(counter)
    await bank.goes_wrong(times=1, late_seconds=3)

    late = await ask(counter, one)
    waiting = (await counter.read(one))["retribution"]["bill"]
    second = await ask(counter, one)

    assert (late.status_code, late.json()["code"]) == (503, "unavailable")
    assert (waiting["state"], waiting["code"]) == ("asked", None)
    assert second.json()["retribution"]["bill"]["id"] == waiting["id"]
    made = await bank.made()
    assert (made["asked"], len(made["bills"])) == (2, 1)
    assert made["bills"][0]["code"] == second.json()["retribution"]["bill"]["code"]


async def test_a_payment_service_that_fails_leaves_the_counter_open(
    counter: Counter, bank: Bank
) -> None:
    one = await assessed(counter)
    await bank.goes_wrong(times=1, status=500)

    refused = await ask(counter, one)
    receipt = {
        "receipt_number": "STS-1",
        "paid_on": "2026-06-15",
        "amount": AMOUNT,
        "channel": "cash",
    }
    paid = await counter.step(one, "retribution/payments", receipt, who=counter.as_("back_office"))

    assert refused.status_code == 503
    assert paid["retribution"]["state"] == "paid"


async def test_a_lost_callback_is_made_up_for_by_asking(
    counter: Counter, bank: Bank, service: ServiceModule
) -> None:
    one = await assessed(counter)
    bill = (await ask(counter, one)).json()["retribution"]["bill"]
    await bank.pay(bill["id"], 1_000_000, callbacks=0)
    before = (await counter.read(one))["retribution"]

    await ask_for_payments(service.app.state.permits.ports)
    await ask_for_payments(service.app.state.permits.ports)

    after = (await counter.read(one))["retribution"]
    assert (before["paid"], after["paid"], after["state"]) == (0, 1_000_000, "partly_paid")
    assert after["outstanding"] == AMOUNT - 1_000_000


async def test_more_than_is_owed_is_kept_and_shown_as_excess(counter: Counter, bank: Bank) -> None:
    one = await assessed(counter)
    bill = (await ask(counter, one)).json()["retribution"]["bill"]

    await bank.pay(bill["id"], AMOUNT + 500)

    seen = (await counter.read(one))["retribution"]
    assert (seen["state"], seen["outstanding"], seen["excess"]) == ("paid", 0, 500)


async def test_a_callback_is_believed_by_its_signature_and_its_role_alone(
    counter: Counter, bank: Bank, issuer: TestIssuer, clock: FixedClock
) -> None:
    one = await assessed(counter)
    bill = (await ask(counter, one)).json()["retribution"]["bill"]
    told = {
        "bill_id": bill["id"],
        "reference": "NTB-FALSE",
        "paid_at": clock.now().isoformat(),
        "amount": AMOUNT,
    }
    body = json.dumps(told).encode()
    now = str(int(clock.now().timestamp()))

    async def tell(
        content: bytes = body, *, stamp: str = now, signed: bytes = body, who: Caller = INTEGRATION
    ) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {issuer.token_for(who)}",
            "Content-Type": "application/json",
            "webhook-id": "msg_1",
            "webhook-timestamp": stamp,
            "webhook-signature": signature_of(SECRET, name="msg_1", stamp=stamp, body=signed),
        }
        return await counter.http.post("/v1/payment-callbacks", content=content, headers=headers)

    changed = body.replace(b"2500000", b"2500001")
    unknown = body.replace(bill["id"].encode(), b"01900000-0000-7000-8000-000000000009")
    applicant = Caller(actor="somebody", roles=frozenset({Role.APPLICANT}))
    refused = [
        await tell(changed),
        await tell(stamp="1"),
        await tell(stamp="never"),
        await tell(who=applicant),
        await tell(unknown, signed=unknown),
        await tell(b"{}", signed=b"{}"),
    ]
    seen = (await counter.read(one))["retribution"]
    believed = await tell()

    assert [answer.status_code for answer in refused] == [403, 403, 403, 403, 404, 422]
    assert "NTB-FALSE" not in "".join(answer.text for answer in refused)
    assert seen["paid"] == 0
    assert believed.json() == {"bill_id": bill["id"], "state": "paid"}


async def test_without_a_payment_service_the_bill_is_the_counters(counter: Counter) -> None:
    one = await assessed(counter)

    bill = (await ask(counter, one)).json()["retribution"]["bill"]
    stranger = await counter.post(
        f"/{one}/retribution/bill", who=counter.as_("applicant", name="another")
    )
    officer = await counter.post(f"/{one}/retribution/bill", who=counter.as_("front_office"))

    assert (bill["kind"], bill["code"]) == ("counter", "0001/SKRD/DPMPTSP/VI/2026")
    assert (stranger.status_code, officer.status_code) == (404, 403)
