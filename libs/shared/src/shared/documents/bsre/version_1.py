"""Version 1: multipart forms (DOMAIN 4.1). The answer is the document, or an id to fetch it by."""

from urllib.parse import quote

from shared.documents.bsre.connection import Connection, members_of
from shared.documents.bsre.wire import DOWNLOAD_SECONDS, STATUS_SECONDS
from shared.documents.signing import (
    CertificateStatus,
    SigningOrder,
    SigningUnavailable,
)

PDF = "application/pdf"


class Version1:
    """`/api/sign/pdf`, `/api/user/status/{nik}`, `/api/sign/download/{id}`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def status(self, nik: str) -> str:
        """The certificate's status."""
        answer = await self._connection.read(
            "GET", f"/api/user/status/{nik}", seconds=STATUS_SECONDS
        )
        if answer.status_code == 404:
            return CertificateStatus.NOT_REGISTERED
        return str(members_of(answer).get("status", ""))

    async def sign(self, pdf: bytes, order: SigningOrder, *, nik: str, passphrase: str) -> bytes:
        """Signed invisibly: the mark on the page is the letter's own."""
        answer = await self._connection.sign(
            "/api/sign/pdf",
            data={
                "nik": nik,
                "passphrase": passphrase,
                "tampilan": "invisible",
                "image": "false",
                "reason": order.reason,
                "location": order.location,
            },
            files={"file": ("surat.pdf", pdf, PDF)},
        )
        if PDF in answer.headers.get("content-type", ""):
            return answer.content
        document_id = members_of(answer).get("id_dokumen") or answer.headers.get("id_dokumen")
        if not isinstance(document_id, str) or not document_id:
            raise SigningUnavailable
        return await self._fetched(document_id)

    async def _fetched(self, document_id: str) -> bytes:
        """It is signed already: fetching it again signs nothing."""
        answer = await self._connection.read(
            "GET", f"/api/sign/download/{quote(document_id, safe='')}", seconds=DOWNLOAD_SECONDS
        )
        if answer.status_code >= 400:
            raise SigningUnavailable
        return answer.content
