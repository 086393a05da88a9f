"""Reads the signature of a PDF with pyHanko; loaded with the first file that is checked."""

import io
import logging

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor

from shared.documents.signature_report import UNSIGNED, SignatureReport

Roots = tuple[CertTrustAnchor, ...]
# The libraries warn about every broken file that somebody submits; the report says it instead.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


async def signature_report(pdf: bytes, roots: bytes) -> SignatureReport:
    """What the file says of itself, under roots in PEM; never an error."""
    trust = tuple(map(CertTrustAnchor, load_certs_from_pemder_data(roots)))
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if not signatures:
            return UNSIGNED
        return await _judged(signatures[-1], trust)
    except Exception:
        # A hostile file can break the reader in any way; that is an answer about the file.
        return UNSIGNED


async def _judged(signature: EmbeddedPdfSignature, roots: Roots) -> SignatureReport:
    context = ValidationContext(
        trust_roots=roots, allow_fetching=False, moment=signature.self_reported_timestamp
    )
    status = await async_validate_pdf_signature(signature, signer_validation_context=context)
    return SignatureReport(
        is_signed=True,
        is_intact=status.intact and status.valid,
        covers_whole_file=_covers(status),
        is_trusted=status.trusted,
        signed_by=status.signing_cert.subject.native.get("common_name"),
        signed_at=status.signer_reported_dt,
        certificate_serial=f"{status.signing_cert.serial_number:x}",
    )


def _covers(status: PdfSignatureStatus) -> bool:
    """Whether nothing was added, or only what an authority adds to keep a signature checkable."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    is_revision = status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
    return is_revision and status.modification_level is ModificationLevel.LTA_UPDATES
