"""Checks the signature of a PDF: whole, unchanged, and made under a root that we trust.

Certificates are judged at the moment of the signature as it is claimed: a B-B signature carries no
timestamp of a third party, so what the register says of the document (its SHA-256, its status)
stands beside this report, not below it.
"""

import asyncio
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor

Roots = tuple[CertTrustAnchor, ...]
WORKERS = 2
# The libraries warn about every broken file that somebody submits; the report says it instead.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """What the file itself says."""

    is_signed: bool
    is_intact: bool = False
    covers_whole_file: bool = False
    is_trusted: bool = False
    signed_by: str | None = None
    signed_at: datetime | None = None

    @property
    def valid(self) -> bool:
        """Whether the signature holds: it needs all four."""
        return self.is_signed and self.is_intact and self.covers_whole_file and self.is_trusted


UNSIGNED = SignatureReport(is_signed=False)


class Verifier:
    """Checks files under fixed roots (PEM, one or more), in a bounded pool of threads."""

    def __init__(self, roots: bytes, *, workers: int = WORKERS) -> None:
        self._trust = tuple(map(CertTrustAnchor, load_certs_from_pemder_data(roots)))
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="verifying")

    async def verify(self, pdf: bytes) -> SignatureReport:
        """The report on that file; a file that cannot be read is unsigned, never an error."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, _report, pdf, self._trust)

    def close(self) -> None:
        """Let running work end and start no more."""
        self._pool.shutdown(wait=True)


def _report(pdf: bytes, roots: Roots) -> SignatureReport:
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if not signatures:
            return UNSIGNED
        return asyncio.run(_judged(signatures[-1], roots))
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
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        is_trusted=status.trusted,
        signed_by=status.signing_cert.subject.native.get("common_name"),
        signed_at=status.signer_reported_dt,
    )
