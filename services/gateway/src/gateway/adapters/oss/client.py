"""OSS over HTTP (PIA 4.3.22): one POST per method, the key in `user_key`, the code in the body.

What cannot be read is as good as no answer. A code of Lampiran 9 that is about the service and not
about the record (401, 500, 504) is none either; every other but 200 is a no, also one that is in
no list.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from gateway.application.oss.record_ports import NibLine, OssYes, Reference
from gateway.domain.errors import OutsideSystemAway, OutsideSystemRefused
from gateway.domain.oss.business import text_of
from gateway.domain.oss.codes import Method

if TYPE_CHECKING:
    import ssl

    import httpx

SUCCESS = "200"
_OF_SERVICE = frozenset({"401", "500", "504"})
_ENVELOPES: Mapping[Method, str] = {
    Method.RECEIVE_LICENCE: "IZINFINAL",
    Method.RECEIVE_LICENCE_STATUS: "IZINSTATUS",
}
# The PIA writes the one in its field list and the other in its example.
_CHECK_ANSWERS = ("responcheckLicenseStatus", "responcheckStatusLicense")
MAX_BYTES = 2 * 1024 * 1024
MAX_REFERENCES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpOss:
    """`url` is what stands before the method's name."""

    url: str
    user_key: str = field(repr=False)
    timeout_seconds: float = 20.0

    async def tell(self, method: Method, fields: Mapping[str, Any]) -> OssYes:
        """See the port."""
        found = await self._ask(method.value, {_ENVELOPES[method]: fields})
        return OssYes(code=SUCCESS, reference=text_of(found, "nomor_izin") or None)

    async def licence_status(self, id_izin: str) -> str:
        """See the port; a permit that OSS does not know stands nowhere."""
        asked = {"CHECKLICENSESTATUS": {"id_izin": id_izin}}
        try:
            found = await self._ask("checkLicenseStatus", asked, answers=_CHECK_ANSWERS)
        except OutsideSystemRefused:
            return ""
        shown = found.get("dataIZIN")
        return text_of(shown, "kd_status") if isinstance(shown, Mapping) else ""

    async def business(self, nib: str) -> Mapping[str, Any]:
        """See the port."""
        found = await self._ask("inqueryNIB", {"INQUERYNIB": {"nib": nib}})
        return _member(found, "dataNIB")

    async def nib_line(self, nib: str) -> NibLine:
        """See the port."""
        found = _member(await self._ask("checkNIB", {"CHECKNIB": {"nib": nib}}), "dataNIB")
        return NibLine(
            nib=text_of(found, "nib"),
            name=text_of(found, "nama_perusahaan"),
            status_code=text_of(found, "status"),
        )

    async def references(self, list_code: str) -> Sequence[Reference]:
        """See the port; at most MAX_REFERENCES rows."""
        found = await self._ask("getDataReferensi", {"GETDATAREFERENSI": {"kode": list_code}})
        rows = found.get("dataReferensi")
        if not isinstance(rows, list):
            raise OutsideSystemAway("not_understood")
        return [
            Reference(
                code=text_of(row, "kode_referensi"),
                text=text_of(row, "uraian_referensi"),
                note=text_of(row, "keterangan_referensi"),
            )
            for row in rows[:MAX_REFERENCES]
            if isinstance(row, Mapping)
        ]

    async def _ask(
        self, method: str, body: Mapping[str, Any], *, answers: tuple[str, ...] = ()
    ) -> Mapping[str, Any]:
        answer = await self._post(method, body)
        for name in answers or (f"respon{method}",):
            found = answer.get(name)
            if isinstance(found, Mapping):
                return _yes(found)
        raise OutsideSystemAway("not_understood")

    async def _post(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        # Imported here: a deployment without OSS starts sooner without the library.
        import httpx

        headers = {"user_key": self.user_key}
        address = f"{self.url.rstrip('/')}/{method}"
        try:
            async with (
                httpx.AsyncClient(
                    timeout=self.timeout_seconds, trust_env=False, verify=_trusted()
                ) as client,
                client.stream("POST", address, json=body, headers=headers) as answer,
            ):
                content = await _content(answer)
                status = answer.status_code
        except httpx.TimeoutException:
            raise OutsideSystemAway("no_answer_in_time") from None
        except httpx.HTTPError:
            raise OutsideSystemAway("not_reached") from None
        return _parsed(content, status)


@cache
def _trusted() -> "ssl.SSLContext":
    """Read once: making it takes longer than a call."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


async def _content(answer: "httpx.Response") -> bytes:
    content = b""
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise OutsideSystemAway("answer_too_large")
    return content


def _parsed(content: bytes, status: int) -> Mapping[str, Any]:
    """A JSON object. A server that fails, or says nothing that can be read, has not answered."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, Mapping) and status < 500:
        return found
    raise OutsideSystemAway("not_understood" if status < 400 else f"status_{status}")


def _yes(found: Mapping[str, Any]) -> Mapping[str, Any]:
    code = text_of(found, "kode")
    if code == SUCCESS:
        return found
    if code in _OF_SERVICE or not code:
        raise OutsideSystemAway(f"code_{code}" if code else "not_understood")
    raise OutsideSystemRefused(code[:10])


def _member(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    shown = found.get(name)
    if not isinstance(shown, Mapping):
        raise OutsideSystemAway("not_understood")
    return {str(key).strip(): value for key, value in shown.items()}
