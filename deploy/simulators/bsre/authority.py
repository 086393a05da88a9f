"""The simulated authority's own keys: made at the start, gone at the end."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from shared.documents.certificates import make_root, make_signatory
from shared.documents.pades import Credentials, pades
from shared.documents.signing import FIELD, Signatory, SigningOrder


class Authority:
    """A root and, made when they sign first, its signatories."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.root = make_root(self._key, now=datetime.now(UTC))
        self._people: dict[str, Credentials] = {}

    @property
    def root_pem(self) -> bytes:
        """What a verifier trusts."""
        return self.root.public_bytes(Encoding.PEM)

    async def sign(self, pdf: bytes, *, nik: str, name: str, reason: str, location: str) -> bytes:
        """The signed document; raises NotSignable."""
        signatory = Signatory(account=nik, name=name)
        credentials = self._people.get(nik) or self._certified(signatory)
        order = SigningOrder(
            signatory=signatory,
            reason=reason,
            location=location,
            field=FIELD,
            at=datetime.now(UTC).replace(microsecond=0),
        )
        return await pades(pdf, order, credentials)

    def _certified(self, signatory: Signatory) -> Credentials:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate: x509.Certificate = make_signatory(
            signatory,
            key.public_key(),
            root=self.root,
            root_key=self._key,
            now=datetime.now(UTC),
        )
        made = Credentials(key=key, certificate=certificate, root=self.root)
        self._people[signatory.account] = made
        return made
