"""A payment service with virtual accounts, as a bank's or a QRIS provider's looks from outside.

`/bills` is what an office asks; `/simulator/…` pays, says what goes wrong next, and what was made.
The same id is the same bill, however often it is asked for. Payments are told by a callback that
is signed as Standard Webhooks are.
"""

import asyncio
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from adapters.callbacks import Callback
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field


class BillBody(BaseModel):
    """A bill as an office asks for it, in whole rupiah."""

    id: UUID
    amount: Annotated[int, Field(gt=0)]
    number: str
    description: str = ""


class PayBody(BaseModel):
    """What somebody pays; the callback can be lost, or told more than once."""

    amount: Annotated[int, Field(gt=0)]
    callbacks: Annotated[int, Field(ge=0, le=5)] = 1


class FaultBody(BaseModel):
    """How the next bills are answered: made, but late; or not at all."""

    times: int = 1
    late_seconds: float = 0.0
    status: int | None = None


@dataclass
class Bank:
    """The state of the simulator; nothing of it is kept."""

    bills: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    asked: int = 0
    fault: FaultBody = field(default_factory=lambda: FaultBody(times=0))

    def make(self, body: BillBody) -> dict[str, Any]:
        """The bill of that id."""
        return self.bills.setdefault(
            body.id,
            {
                "id": str(body.id),
                "kind": "virtual_account",
                "code": f"8810{secrets.randbelow(10**12):012d}",
                "amount": body.amount,
                "expires_at": (datetime.now(UTC) + timedelta(days=3650)).isoformat(),
                "payments": [],
            },
        )

    def struck(self) -> FaultBody | None:
        """The fault that this call meets."""
        if self.fault.times < 1:
            return None
        self.fault.times -= 1
        return self.fault


def application(
    *, token: str, secret: str, callback: str | None = None, callback_token: str | None = None
) -> FastAPI:
    """The simulator for one office."""
    app, bank = FastAPI(title="Payment service (simulator)"), Bank()
    bearer = HTTPBearer()
    office_callback = Callback(address=callback, token=callback_token or "", secret=secret)

    def office(shown: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> None:
        if not hmac.compare_digest(shown.credentials, token):
            raise HTTPException(401)

    @app.post("/bills", dependencies=[Depends(office)])
    async def post_bill(body: BillBody) -> dict[str, Any]:
        bank.asked += 1
        fault = bank.struck()
        if fault is not None and fault.status is not None:
            raise HTTPException(fault.status)
        bill = bank.make(body)
        if fault is not None:
            await asyncio.sleep(fault.late_seconds)
        return bill

    @app.get("/bills/{bill_id}", dependencies=[Depends(office)])
    async def get_bill(bill_id: UUID) -> dict[str, Any]:
        return _found(bank, bill_id)

    @app.post("/simulator/bills/{bill_id}/payments")
    async def pay(bill_id: UUID, body: PayBody) -> dict[str, Any]:
        payment = {
            "reference": f"NTB-{secrets.token_hex(6)}",
            "paid_at": datetime.now(UTC).isoformat(),
            "amount": body.amount,
        }
        _found(bank, bill_id)["payments"].append(payment)
        told = {"bill_id": str(bill_id), **payment}
        statuses = [await office_callback.tell(told) for _ in range(body.callbacks)]
        return payment | {"callbacks": statuses}

    @app.post("/simulator/faults")
    async def post_fault(body: FaultBody) -> FaultBody:
        bank.fault = body
        return body

    @app.get("/simulator/bills")
    async def get_bills() -> dict[str, Any]:
        return {"asked": bank.asked, "bills": list(bank.bills.values())}

    return app


def _found(bank: Bank, bill_id: UUID) -> dict[str, Any]:
    bill = bank.bills.get(bill_id)
    if bill is None:
        raise HTTPException(404)
    return bill
