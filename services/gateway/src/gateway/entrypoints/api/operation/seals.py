"""`/v1/audit/seals` and the public keys that seals are checked with."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from gateway.application.operation.read_seals import SealsQuery, read_seal_keys, read_seals
from gateway.application.sibling_ports import Siblings
from shared.errors import InvalidRequest
from shared.http import (
    Answer,
    Cursor,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_cursor,
    encode_cursor,
    respond,
)

KEYS_SECONDS = 300


class SealLine(Answer):
    """A seal over one service's log: so many events as its `position` says, since positions have
    no gap, and the Merkle root (RFC 6962) over their hashes. `signature` is a JWS (EdDSA) that
    says the same; `previous_hash` is the SHA-256 of the signature before, empty in the first."""

    service: str
    number: int
    position: int
    root: str
    previous_hash: str
    sealed_at: datetime
    key_id: str
    signature: str


class SealsPage(Answer):
    """A page of seals, the latest first."""

    items: list[SealLine]
    next_cursor: str | None


class SealKeysAnswer(Answer):
    """A JWK Set (RFC 7517) of public Ed25519 keys, each with its service; those that no longer
    sign stay in it."""

    keys: list[dict[str, Any]]


def seals_router(siblings: Siblings) -> APIRouter:
    """`GET /v1/audit/seals` and `GET /.well-known/seal-keys.json`."""
    router = APIRouter(tags=["operation"])

    @router.get("/v1/audit/seals", responses=answers(SealsPage))
    async def get_seals(
        caller: SignedIn,
        service: Annotated[str | None, Query(max_length=60)] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The seals of every service, the latest first: what `satupintu audit verify` holds the
        logs against."""
        query = SealsQuery(limit=limit, service=service, before=_before(cursor))
        items, reached = await read_seals(query, caller, siblings)
        body = {"items": items, "next_cursor": _cursor(reached) if reached else None}
        return respond(Representation(body=body))

    @router.get("/.well-known/seal-keys.json", responses=answers(SealKeysAnswer))
    async def get_seal_keys() -> Response:
        """The public keys that seals are checked with. Keep a copy outside of the deployment: by
        it a key that somebody has put in their place is known."""
        headers = {"Cache-Control": f"public, max-age={KEYS_SECONDS}"}
        return respond(Representation(body=await read_seal_keys(siblings), headers=headers))

    return router


def _cursor(reached: dict[str, int]) -> str:
    return encode_cursor(" ".join(f"{name}={number}" for name, number in sorted(reached.items())))


def _before(cursor: str | None) -> dict[str, int]:
    found = decode_cursor(cursor, str)
    if found is None:
        return {}
    try:
        pairs = (one.split("=") for one in found[0].split(" "))
        numbers = {name: int(number) for name, number in pairs}
    except ValueError:
        raise InvalidRequest(pointers=(("/query/cursor", "cursor"),)) from None
    if not all(0 < number < 2**63 for number in numbers.values()):
        raise InvalidRequest(pointers=(("/query/cursor", "cursor"),))
    return numbers
