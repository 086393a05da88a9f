"""Keys of one deployment: encryption at rest, blind indexes and unguessable links.

One key encrypts, every key decrypts: rotation adds one and seals what there is anew
(`key_rotation`). Sealed bytes begin with the key's number, so that a row tells which key it needs.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.errors import NotFound

_NONCE_BYTES = 12
_LINK_TAG_BYTES = 16


@dataclass(frozen=True, slots=True)
class Keyring:
    """`data_keys` maps a key's number (1..255) to 32 bytes; the highest number is in use, unless
    `in_use` names another: while several processes are told of a new key one after the other."""

    data_keys: Mapping[int, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    link_key: bytes = field(repr=False)
    in_use: int | None = None

    @property
    def current(self) -> int:
        """The number of the key that encrypts now."""
        return max(self.data_keys) if self.in_use is None else self.in_use

    def encrypt(self, text: str | bytes) -> bytes:
        """AES-256-GCM: key number, nonce, ciphertext with tag."""
        plain = text.encode() if isinstance(text, str) else text
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self.data_keys[self.current]).encrypt(nonce, plain, None)
        return bytes([self.current]) + nonce + sealed

    def decrypt(self, sealed: bytes) -> bytes:
        """The plain bytes; raises KeyError for a key that is gone, InvalidTag for an edit."""
        nonce = sealed[1 : 1 + _NONCE_BYTES]
        return AESGCM(self.data_keys[sealed[0]]).decrypt(nonce, sealed[1 + _NONCE_BYTES :], None)

    def decrypt_text(self, sealed: bytes) -> str:
        """The plain text of what `encrypt` sealed."""
        return self.decrypt(sealed).decode()

    def blind_index(self, text: str) -> bytes:
        """A keyed fingerprint, equal for equal texts: looks up what is stored encrypted."""
        return hmac.digest(self.index_key, text.encode(), "sha256")

    def link_token(self, target: UUID) -> str:
        """The last segment of a link that only its receiver knows: id and HMAC, URL-safe."""
        tag = hmac.digest(self.link_key, target.bytes, hashlib.sha256)[:_LINK_TAG_BYTES]
        return base64.urlsafe_b64encode(target.bytes + tag).decode().rstrip("=")

    def link_target(self, token: str) -> UUID:
        """The id behind a link's token; raises NotFound for a forged one."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            target = UUID(bytes=raw[:16])
        except ValueError:
            raise NotFound from None
        if not hmac.compare_digest(self.link_token(target), token):
            raise NotFound
        return target
