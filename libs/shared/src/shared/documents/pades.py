"""PAdES B-B with pyHanko: a key, its certificate and an order become a certified PDF.

No later change is allowed, and the signature has no picture: the mark that people see is part of
the page, and one drawn into the file would break PDF/A. Importing pyHanko takes most of a second,
so that this module is loaded with the first signature.
"""

import io
from dataclasses import dataclass

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

from shared.documents.signing import NotSignable, SigningOrder

# Room for the signature in the file; one with two certificates of this kind takes a third of it.
RESERVED_BYTES = 8192
DIGEST = "sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An opened key, its certificate, and the root that made it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    root: x509.Certificate


async def pades(pdf: bytes, order: SigningOrder, credentials: Credentials) -> bytes:
    """The signed PDF; raises NotSignable."""
    try:
        return await _signed(pdf, order, _signer(credentials))
    except (PdfError, SigningError, ValueError) as error:
        raise NotSignable from error


async def _signed(pdf: bytes, order: SigningOrder, signer: SimpleSigner) -> bytes:
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


def _signer(credentials: Credentials) -> SimpleSigner:
    plain = credentials.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem = serialization.Encoding.PEM
    (own,) = load_certs_from_pemder_data(credentials.certificate.public_bytes(pem))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    for certified in load_certs_from_pemder_data(credentials.root.public_bytes(pem)):
        store.register(certified)
    return SimpleSigner(
        signing_cert=own,
        signing_key=load_private_key_from_pemder_data(plain, None),
        cert_registry=store,
        embed_roots=True,
    )
