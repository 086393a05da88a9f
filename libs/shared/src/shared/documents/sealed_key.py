"""A signatory's private key at rest: sealed under a passphrase that is stored nowhere.

Argon2id with the settings OWASP names (19 MiB, two passes) makes each guess cost; AES-256-GCM binds
the key to its certificate, so that neither can be exchanged for another.
"""

import base64
import json
import os
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from shared.documents.signing import WrongPassphrase

ARGON2_MEMORY_KIB = 19 * 1024
ARGON2_PASSES = 2
KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedKey:
    """A certificate in the open and its key under a passphrase."""

    certificate: x509.Certificate
    salt: bytes
    nonce: bytes
    sealed: bytes

    @classmethod
    def seal(
        cls,
        key: ec.EllipticCurvePrivateKey,
        *,
        certificate: x509.Certificate,
        passphrase: str,
    ) -> "SealedKey":
        """Lock the key away."""
        salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
        plain = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, plain, _der(certificate))
        return cls(certificate=certificate, salt=salt, nonce=nonce, sealed=sealed)

    def open(self, passphrase: str) -> ec.EllipticCurvePrivateKey:
        """The key; raises WrongPassphrase. Takes some 25 ms of one core, by intent."""
        cipher = AESGCM(_stretched(passphrase, self.salt))
        try:
            plain = cipher.decrypt(self.nonce, self.sealed, _der(self.certificate))
        except InvalidTag as error:
            raise WrongPassphrase from error
        key = serialization.load_der_private_key(plain, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("a sealed key is an elliptic curve key")
        return key

    def to_json(self) -> str:
        """How it stands in its file."""
        return json.dumps(
            {
                "certificate": self.certificate.public_bytes(serialization.Encoding.PEM).decode(),
                "salt": base64.b64encode(self.salt).decode(),
                "nonce": base64.b64encode(self.nonce).decode(),
                "sealed": base64.b64encode(self.sealed).decode(),
            },
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str) -> "SealedKey":
        """Read it back."""
        stored = json.loads(text)
        return cls(
            certificate=x509.load_pem_x509_certificate(stored["certificate"].encode()),
            salt=base64.b64decode(stored["salt"]),
            nonce=base64.b64decode(stored["nonce"]),
            sealed=base64.b64decode(stored["sealed"]),
        )


def _stretched(passphrase: str, salt: bytes) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=ARGON2_PASSES,
        lanes=1,
        memory_cost=ARGON2_MEMORY_KIB,
    )
    # A lone surrogate cannot be encoded strictly, and is simply a wrong passphrase.
    return kdf.derive(passphrase.encode("utf-8", errors="surrogatepass"))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
