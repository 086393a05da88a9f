"""Payment services: the counter of the office, or one over HTTP with bills and callbacks.

The HTTP service is asked `POST /bills` with our id (also as Idempotency-Key) and `GET /bills/{id}`.
It tells by itself with a callback that is signed as Standard Webhooks are: HMAC-SHA256 over
`id.timestamp.body` in `webhook-signature`.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from permit_service.application.payment_ports import PaidBill
from permit_service.domain.bill import Bill, MadeBill, Receipt
from shared.clock import Clock
from shared.errors import Forbidden, InvalidRequest, NotFound, Unavailable

TIMEOUT_SECONDS = 10.0
TOLERANCE = timedelta(minutes=5)
MAX_RUPIAH = 100_000_000_000_000


class CounterPayments:
    """The counter of the office: the bill is the SKRD, and what is paid is recorded by people."""

    is_outside = False

    async def make_bill(self, bill: Bill, *, number: str, description: str) -> MadeBill:
        """To be paid under the SKRD's number."""
        del bill, description
        return MadeBill(kind="counter", code=number)

    async def receipts(self, bill_id: UUID) -> tuple[Receipt, ...]:
        """Nobody to ask."""
        del bill_id
        return ()

    def told(self, headers: Mapping[str, str], body: bytes) -> PaidBill:
        """Nobody tells."""
        del headers, body
        raise NotFound


class _Told(BaseModel):
    # A refusal to parse must not carry the input into a log.
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


ToldT = TypeVar("ToldT", bound=_Told)


class _Made(_Told):
    kind: Literal["virtual_account", "qris"]
    code: Annotated[str, Field(min_length=1, max_length=1_000)]
    expires_at: AwareDatetime | None = None


class _Receipt(_Told):
    reference: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
    paid_at: AwareDatetime
    amount: Annotated[int, Field(gt=0, le=MAX_RUPIAH, strict=True)]

    def receipt(self) -> Receipt:
        """The domain's own."""
        return Receipt(**self.model_dump())


class _State(_Told):
    payments: tuple[_Receipt, ...] = ()


class _Callback(_Receipt):
    bill_id: UUID

    def paid(self) -> PaidBill:
        """The application's own."""
        receipt = Receipt(reference=self.reference, paid_at=self.paid_at, amount=self.amount)
        return PaidBill(bill_id=self.bill_id, receipt=receipt)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpPayments:
    """`token` is what we show the service, `secret` what its callbacks are signed with."""

    endpoint: str
    token: str = field(repr=False)
    secret: str = field(repr=False)
    clock: Clock
    timeout_seconds: float = TIMEOUT_SECONDS

    @property
    def is_outside(self) -> bool:
        """There is somebody to ask."""
        return True

    async def make_bill(self, bill: Bill, *, number: str, description: str) -> MadeBill:
        """Under our id: the same id is the same bill. Raises Unavailable."""
        asked = {
            "id": str(bill.id),
            "amount": bill.amount,
            "number": number,
            "description": description,
        }
        answer = await self._ask("POST", "/bills", sent=asked, key=str(bill.id))
        made = _read(_Made, answer)
        return MadeBill(kind=made.kind, code=made.code, expires_at=made.expires_at)

    async def receipts(self, bill_id: UUID) -> tuple[Receipt, ...]:
        """What was paid on a bill; nothing on one that never arrived. Raises Unavailable."""
        answer = await self._ask("GET", f"/bills/{bill_id}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return ()
        return tuple(one.receipt() for one in _read(_State, answer).payments)

    async def _ask(
        self, method: str, path: str, *, sent: dict[str, Any] | None = None, key: str = ""
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        if key:
            headers["Idempotency-Key"] = key
        url = f"{self.endpoint.rstrip('/')}{path}"
        try:
            async with httpx.AsyncClient(timeout=self.timeout_seconds, trust_env=False) as client:
                return await client.request(method, url, headers=headers, json=sent)
        except httpx.HTTPError:
            raise Unavailable(retry_after_seconds=5) from None

    def told(self, headers: Mapping[str, str], body: bytes) -> PaidBill:
        """Raises Forbidden where the signature does not hold or is old, InvalidRequest."""
        self._require_signed(headers, body)
        try:
            return _Callback.model_validate_json(body).paid()
        except ValidationError:
            raise InvalidRequest from None

    def _require_signed(self, headers: Mapping[str, str], body: bytes) -> None:
        name, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        given = headers.get("webhook-signature", "").split()
        expected = signature_of(self.secret, name=name, stamp=stamp, body=body)
        is_signed = any(hmac.compare_digest(one.encode(), expected.encode()) for one in given)
        if not is_signed or not self._is_fresh(stamp):
            raise Forbidden

    def _is_fresh(self, stamp: str) -> bool:
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 11:
            return False
        now = self.clock.now()
        return abs(now - datetime.fromtimestamp(int(stamp), now.tzinfo)) <= TOLERANCE


def signature_of(secret: str, *, name: str, stamp: str, body: bytes) -> str:
    """`v1,<base64>`, as Standard Webhooks write it."""
    signed = f"{name}.{stamp}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _read(shape: type[ToldT], answer: httpx.Response) -> ToldT:
    if answer.is_error:
        raise Unavailable(retry_after_seconds=5)
    try:
        return shape.model_validate_json(answer.content)
    except ValidationError:
        raise Unavailable(retry_after_seconds=5) from None
