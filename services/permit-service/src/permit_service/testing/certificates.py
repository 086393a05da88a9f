"""Certificates and signatures of tests that are not about them."""

from permit_service.application.signing_ports import Certificate
from permit_service.domain.licence import Signature
from shared.documents.signing import Signatory


class PlainCheck:
    """Every signature is good."""

    async def holds(self, signature: Signature) -> bool:
        """Always."""
        del signature
        return True


class NoCertificates:
    """Signatories are certified by somebody else."""

    are_here = False

    async def issue(self, signatory: Signatory, *, passphrase: str) -> Certificate:
        """Never asked."""
        raise NotImplementedError

    async def find(self, signatory: Signatory) -> Certificate | None:
        """None here."""
        del signatory
        return None

    async def revoke(self, signatory: Signatory) -> None:
        """Nothing to end."""

    async def opens(self, signatory: Signatory, *, passphrase: str) -> bool:
        """No passphrase is anybody's."""
        del signatory, passphrase
        return False
