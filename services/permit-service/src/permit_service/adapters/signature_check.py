"""Whether what was signed is still what is kept: the checksum of the record, then the signature.

A signature is looked at once per content; the content itself is read each time.
"""

import hashlib

from permit_service.domain.licence import Signature
from shared.documents.storage import ObjectMissing, ObjectStorage
from shared.documents.verification import Verifier
from shared.errors import Unavailable
from shared.telemetry import logger

log = logger(__name__)
MAX_REMEMBERED = 10_000


class StoredSignatures:
    """The `SignatureCheck` port on object storage."""

    def __init__(self, storage: ObjectStorage, verifier: Verifier) -> None:
        self._storage = storage
        self._verifier = verifier
        self._known: dict[str, bool] = {}

    async def holds(self, signature: Signature) -> bool:
        """While the storage is away the register's own word stands."""
        try:
            content = await self._storage.get(signature.storage_key)
        except ObjectMissing:
            return False
        except Unavailable:
            return True
        if hashlib.sha256(content).hexdigest() != signature.sha256:
            log.error("signed_file_was_changed", storage_key=signature.storage_key)
            return False
        return await self._is_signed(content, signature.sha256)

    async def _is_signed(self, content: bytes, sha256: str) -> bool:
        if sha256 not in self._known:
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            self._known[sha256] = (await self._verifier.verify(content)).valid
        return self._known[sha256]
