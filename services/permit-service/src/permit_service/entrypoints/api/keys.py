"""The keys by which the QR code of a licence is checked without a network."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.entrypoints.api.context import Permits
from shared.http import Answer, Representation, answers, respond

KEYS_SECONDS = 3_600

router = APIRouter(prefix="/.well-known", tags=["public"])


class LicenceKeysAnswer(Answer):
    """A JWK Set (RFC 7517) of public Ed25519 keys; those that no longer sign stay in it."""

    keys: list[dict[str, Any]]


@router.get("/licence-keys.json", responses=answers(LicenceKeysAnswer))
async def get_licence_keys(api: Permits) -> Response:
    """Behind the address in a QR code stands `#` and a JWS (EdDSA) with the licence's facts:
    `n` number, `o` office, `s` service, `h` holder (masked), `i` issued on, `u` valid until,
    `l` licence. Genuine is not the same as in force: that only the address itself says."""
    headers = {"Cache-Control": f"public, max-age={KEYS_SECONDS}"}
    return respond(Representation(body=api.ports.published_keys(), headers=headers))
