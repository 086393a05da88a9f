"""Version 2: JSON, with the document in base64 (DOMAIN 4.2)."""

import base64

from shared.documents.bsre.connection import Connection, members_of
from shared.documents.bsre.wire import STATUS_SECONDS
from shared.documents.signing import CertificateStatus, SigningOrder, SigningUnavailable


class Version2:
    """`/api/v2/sign/pdf` and `/api/v2/user/check/status`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def status(self, nik: str) -> str:
        """The certificate's status."""
        answer = await self._connection.read(
            "POST", "/api/v2/user/check/status", seconds=STATUS_SECONDS, json={"nik": nik}
        )
        if answer.status_code == 404:
            return CertificateStatus.NOT_REGISTERED
        return str(members_of(answer).get("status", ""))

    async def sign(self, pdf: bytes, order: SigningOrder, *, nik: str, passphrase: str) -> bytes:
        """Signed invisibly: the mark on the page is the letter's own."""
        properties = {
            "tampilan": "INVISIBLE",
            "reason": order.reason,
            "location": order.location,
        }
        answer = await self._connection.sign(
            "/api/v2/sign/pdf",
            json={
                "nik": nik,
                "passphrase": passphrase,
                "signatureProperties": [properties],
                "file": [base64.b64encode(pdf).decode()],
            },
        )
        files = members_of(answer).get("file")
        try:
            return base64.b64decode(files[0], validate=True)  # type: ignore[index]
        except (TypeError, IndexError, KeyError, ValueError):
            raise SigningUnavailable from None
