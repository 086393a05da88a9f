"""Signs with the local authority: PAdES B-B, certified so that no later change is allowed.

The work runs in a thread of its own. One is enough: the libraries hold the interpreter's lock, and
two at once took half as long again (measured).
"""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from shared.documents.certificates import AUTHORITY_NAME
from shared.documents.local_authority import LocalAuthority
from shared.documents.signing import (
    FIELD,
    CertificateNotValid,
    CertificateStatus,
    Signatory,
    SignedDocument,
    SigningOrder,
)

WORKERS = 1
ATTEMPT_LASTS = timedelta(seconds=15)


class LocalSigner:
    """A `Signer` on the keys of a `LocalAuthority`."""

    def __init__(self, authority: LocalAuthority, *, workers: int = WORKERS) -> None:
        self._authority = authority
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="signing")

    @property
    def attempt_lasts(self) -> timedelta:
        """Far longer than a signature takes; a process that died meanwhile is not waited for."""
        return ATTEMPT_LASTS

    @property
    def issuer(self) -> str:
        """The authority's name as it stands below a signed letter."""
        return AUTHORITY_NAME

    async def certificate_status(self, signatory: Signatory) -> CertificateStatus:
        """Whether the signatory could sign now."""
        return self._authority.status(signatory)

    async def sign(
        self,
        pdf: bytes,
        *,
        signatory: Signatory,
        passphrase: str,
        reason: str,
        location: str,
        field: str = FIELD,
    ) -> SignedDocument:
        """Sign for good; raises WrongPassphrase, CertificateNotValid, NotSignable."""
        order = SigningOrder(
            signatory=signatory,
            reason=reason,
            location=location,
            field=field,
            at=self._authority.clock.now(),
        )
        work = partial(self._sign, pdf, passphrase, order)
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Let running work end and start no more."""
        self._pool.shutdown(wait=True)

    def _sign(self, pdf: bytes, passphrase: str, order: SigningOrder) -> SignedDocument:
        status = self._authority.status(order.signatory)
        sealed = self._authority.sealed_key(order.signatory)
        if sealed is None or status is not CertificateStatus.ISSUE:
            raise CertificateNotValid(status)
        key = sealed.open(passphrase)
        # Loaded here: pyHanko takes most of a second, which no start of a service should wait for.
        from shared.documents.pades import Credentials, pades

        credentials = Credentials(
            key=key, certificate=sealed.certificate, root=self._authority.root
        )
        content = asyncio.run(pades(pdf, order, credentials))
        return SignedDocument(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            signed_by=order.signatory.name,
            signed_at=order.at,
            certificate_serial=f"{sealed.certificate.serial_number:x}",
        )
