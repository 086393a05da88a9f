"""Signs with the local authority: PAdES B-B, certified so that no later change is allowed.

The work runs in a small pool of threads of its own. The mark that people see is part of the page;
the signature itself has no picture, since one drawn into the file would break PDF/A.
"""

import asyncio
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.documents.certificates import AUTHORITY_NAME
from shared.documents.local_authority import LocalAuthority
from shared.documents.signing import (
    FIELD,
    CertificateNotValid,
    CertificateStatus,
    NotSignable,
    Signatory,
    SignedDocument,
)

WORKERS = 2
# Room for the signature in the file; one with two certificates of this kind takes a third of it.
RESERVED_BYTES = 8192
DIGEST = "sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One signature to make, without the passphrase."""

    signatory: Signatory
    reason: str
    location: str
    field: str
    at: datetime


class LocalSigner:
    """A `Signer` on the keys of a `LocalAuthority`."""

    def __init__(self, authority: LocalAuthority, *, workers: int = WORKERS) -> None:
        self._authority = authority
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="signing")

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
        order = _Order(
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

    def _sign(self, pdf: bytes, passphrase: str, order: _Order) -> SignedDocument:
        status = self._authority.status(order.signatory)
        sealed = self._authority.sealed_key(order.signatory)
        if sealed is None or status is not CertificateStatus.ISSUE:
            raise CertificateNotValid(status)
        signer = _signer(sealed.open(passphrase), sealed.certificate, self._authority.root)
        try:
            content = asyncio.run(_signed(pdf, signer, order))
        except (PdfError, SigningError, ValueError) as error:
            raise NotSignable from error
        return SignedDocument(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            signed_by=order.signatory.name,
            signed_at=order.at,
            certificate_serial=f"{sealed.certificate.serial_number:x}",
        )


async def _signed(pdf: bytes, signer: SimpleSigner, order: _Order) -> bytes:
    """pyHanko's own steps, with our clock instead of the machine's."""
    metadata = PdfSignatureMetadata(
        field_name=order.field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=order.reason,
        location=order.location,
        name=order.signatory.name,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    session = PdfSigner(metadata, signer=signer).init_signing_session(writer)
    session.system_time = order.at
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED_BYTES)
    output = io.BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    await prepared.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=order.at),
    )
    return output.getvalue()


def _signer(
    key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, root: x509.Certificate
) -> SimpleSigner:
    plain = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem = serialization.Encoding.PEM
    (own,) = load_certs_from_pemder_data(certificate.public_bytes(pem))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    for certified in load_certs_from_pemder_data(root.public_bytes(pem)):
        store.register(certified)
    return SimpleSigner(
        signing_cert=own,
        signing_key=load_private_key_from_pemder_data(plain, None),
        cert_registry=store,
        embed_roots=True,
    )
