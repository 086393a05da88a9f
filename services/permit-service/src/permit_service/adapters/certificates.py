"""Certificates of the local authority, made beside the event loop: a passphrase costs 25 ms."""

import asyncio

from permit_service.application.signing_ports import Certificate
from shared.documents.certificates import AUTHORITY_NAME
from shared.documents.local_authority import LocalAuthority
from shared.documents.signing import Signatory, WrongPassphrase


class LocalCertificates:
    """The `Certificates` port."""

    def __init__(self, authority: LocalAuthority, *, are_here: bool) -> None:
        self._authority = authority
        self._are_here = are_here

    @property
    def are_here(self) -> bool:
        """Whether signatories are certified here, and not by another body."""
        return self._are_here

    async def issue(self, signatory: Signatory, *, passphrase: str) -> Certificate:
        """A new one in place of the one before."""
        await asyncio.to_thread(self._authority.issue, signatory, passphrase=passphrase)
        made = await self.find(signatory)
        assert made is not None
        return made

    async def find(self, signatory: Signatory) -> Certificate | None:
        """The one that the signatory has now."""
        sealed = self._authority.sealed_key(signatory)
        if sealed is None:
            return None
        return Certificate(
            issuer=AUTHORITY_NAME,
            status=self._authority.status(signatory),
            serial=f"{sealed.certificate.serial_number:x}",
            valid_from=sealed.certificate.not_valid_before_utc,
            valid_until=sealed.certificate.not_valid_after_utc,
        )

    async def revoke(self, signatory: Signatory) -> None:
        """Ends it; does nothing where there is none."""
        await asyncio.to_thread(self._authority.revoke, signatory)

    async def opens(self, signatory: Signatory, *, passphrase: str) -> bool:
        """Whether the passphrase is the one of the certificate."""
        sealed = self._authority.sealed_key(signatory)
        if sealed is None:
            return False
        try:
            await asyncio.to_thread(sealed.open, passphrase)
        except WrongPassphrase:
            return False
        return True
