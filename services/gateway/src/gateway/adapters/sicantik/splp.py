"""SiCANTIK behind the SPLP gateway: `{"data": "<hex>"}`, sealed with AES-256-GCM under SHA-256 of
the office's salt; the first 12 bytes are the nonce, the last 16 the tag."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.adapters.sicantik.configuration import SplpOffice
from gateway.adapters.sicantik.connection import ask
from gateway.application.sicantik.intake_ports import RowsPage
from gateway.domain.errors import OutsideSystemAway

NONCE_BYTES = 12
TAG_BYTES = 16


class Splp:
    """One office's SiCANTIK through SPLP; it knows no pages."""

    def __init__(self, office: SplpOffice) -> None:
        self._office = office

    async def applications(self, *, first_day: date, last_day: date, page: int) -> RowsPage:
        """Those of the days, all at once."""
        del page
        return await self._between(first_day, last_day)

    async def issued(self, *, first_day: date, last_day: date, page: int) -> RowsPage:
        """What was applied for long enough before; rows that were not issued are passed over."""
        del page
        lookback = timedelta(days=self._office.issued_lookback_days)
        return await self._between(first_day - lookback, last_day)

    async def steps(self, number: str) -> Sequence[Mapping[str, Any]]:
        """The rows of one application, a step each."""
        return await self._rows({"no_permohonan": number})

    async def _between(self, first_day: date, last_day: date) -> RowsPage:
        days = {"tgl_awal": first_day.isoformat(), "tgl_akhir": last_day.isoformat()}
        return RowsPage(rows=await self._rows(days), is_last=True)

    async def _rows(self, parameters: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
        office = self._office
        answer = await ask(
            office.url,
            {"instansi_id": office.agency_id, **parameters},
            headers={
                "auth": f"Bearer {office.bearer.get_secret_value()}",
                "apikey": office.api_key.get_secret_value(),
            },
            seconds=office.seconds,
            tries=office.tries,
        )
        sealed = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(sealed, str):
            raise OutsideSystemAway("shape_unknown")
        return _listed(opened(sealed, salt=office.salt.get_secret_value()))


def opened(sealed: str, *, salt: str) -> Any:
    """The JSON inside; raises OutsideSystemAway for what was not sealed with this salt."""
    try:
        raw = bytes.fromhex(sealed)
    except ValueError:
        raise OutsideSystemAway("not_sealed") from None
    if len(raw) < NONCE_BYTES + TAG_BYTES:
        raise OutsideSystemAway("not_sealed")
    key = hashlib.sha256(salt.encode()).digest()
    try:
        plain = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)
        return json.loads(plain)
    except InvalidTag:
        raise OutsideSystemAway("seal_broken") from None
    except (ValueError, RecursionError):
        raise OutsideSystemAway("not_json") from None


def _listed(value: Any) -> Sequence[Mapping[str, Any]]:
    """`items[]`, `data[]` or a bare list: all three were seen."""
    found = value
    if isinstance(value, dict):
        found = value.get("items", value.get("data"))
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise OutsideSystemAway("shape_unknown")
    return found
