"""The local signing authority: an office can sign before it has a contract with BSrE.

One root, made at first use; whoever wants to check a signature needs `<home>/ca.pem` alone. Private
files are 0600, a signatory's key is stored only under their own passphrase, and two processes that
start at once end up with the same root.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.clock import Clock
from shared.documents.certificates import make_root, make_signatory
from shared.documents.private_files import draft_beside, write_once
from shared.documents.sealed_key import SealedKey
from shared.documents.signing import CertificateStatus, Signatory

ROOT_FILE = "authority.pem"
EXPORTED_ROOT = "ca.pem"
SIGNATORIES = "signatories"
REVOKED = ".revoked"
PEM = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAuthority:
    """A root key in a folder, and the signatories it has certified."""

    home: Path
    clock: Clock
    root: x509.Certificate
    root_key: ec.EllipticCurvePrivateKey

    @classmethod
    def at(cls, home: Path, *, clock: Clock) -> "LocalAuthority":
        """Open the authority in that folder, and make it when there is none."""
        (home / SIGNATORIES).mkdir(mode=0o700, parents=True, exist_ok=True)
        private = home / ROOT_FILE
        if not private.exists():
            write_once(private, _new_root(clock), mode=0o600)
        text = private.read_bytes()
        key = serialization.load_pem_private_key(text, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the authority's key is an elliptic curve key")
        root = x509.load_pem_x509_certificate(text)
        write_once(home / EXPORTED_ROOT, root.public_bytes(PEM), mode=0o644)
        return cls(home=home, clock=clock, root=root, root_key=key)

    @property
    def root_path(self) -> Path:
        """The public root: all that a verifier needs."""
        return self.home / EXPORTED_ROOT

    def issue(self, signatory: Signatory, *, passphrase: str) -> x509.Certificate:
        """Make a key and a certificate; one that was there before is replaced."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = make_signatory(
            signatory,
            key.public_key(),
            root=self.root,
            root_key=self.root_key,
            now=self.clock.now(),
        )
        sealed = SealedKey.seal(key, certificate=certificate, passphrase=passphrase)
        path = self._path(signatory)
        draft = draft_beside(path, sealed.to_json().encode(), mode=0o600)
        draft.replace(path)
        return certificate

    def sealed_key(self, signatory: Signatory) -> SealedKey | None:
        """The signatory's certificate with the key under their passphrase, if they have one."""
        try:
            text = self._path(signatory).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return SealedKey.from_json(text)

    def status(self, signatory: Signatory) -> CertificateStatus:
        """Whether the signatory may sign now."""
        sealed = self.sealed_key(signatory)
        if sealed is None:
            return CertificateStatus.NOT_REGISTERED
        if self._is_revoked(signatory, sealed.certificate):
            return CertificateStatus.REVOKE
        if self.clock.now() > sealed.certificate.not_valid_after_utc:
            return CertificateStatus.EXPIRED
        return CertificateStatus.ISSUE

    def revoke(self, signatory: Signatory) -> None:
        """Ends the certificate that the signatory has now; what it has signed stays signed."""
        sealed = self.sealed_key(signatory)
        if sealed is None:
            return
        path = self._path(signatory).with_suffix(REVOKED)
        serial = f"{sealed.certificate.serial_number:x}"
        draft_beside(path, serial.encode(), mode=0o600).replace(path)

    def _is_revoked(self, signatory: Signatory, certificate: x509.Certificate) -> bool:
        try:
            revoked = self._path(signatory).with_suffix(REVOKED).read_text(encoding="utf-8")
        except FileNotFoundError:
            return False
        # One that was issued afterwards is another one.
        return revoked == f"{certificate.serial_number:x}"

    def _path(self, signatory: Signatory) -> Path:
        name = hashlib.sha256(signatory.account.encode("utf-8", "surrogatepass")).hexdigest()
        return self.home / SIGNATORIES / f"{name}.json"


def _new_root(clock: Clock) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + make_root(key, now=clock.now()).public_bytes(PEM)
