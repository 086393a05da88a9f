"""Checks the signature of a PDF: whole, unchanged, and made under a root that we trust.

Certificates are judged at the moment of the signature as it is claimed: a B-B signature carries no
timestamp of a third party, so what the register says of the document (its SHA-256, its status)
stands beside this report, not below it.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from shared.documents.signature_report import SignatureReport

WORKERS = 1


class Verifier:
    """Checks files under fixed roots (PEM, one or more), in a bounded pool of threads."""

    def __init__(self, roots: bytes, *, workers: int = WORKERS) -> None:
        self._roots = roots
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="verifying")

    async def verify(self, pdf: bytes) -> SignatureReport:
        """The report on that file; a file that cannot be read is unsigned, never an error."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, _report, pdf, self._roots)

    def close(self) -> None:
        """Let running work end and start no more."""
        self._pool.shutdown(wait=True)


def _report(pdf: bytes, roots: bytes) -> SignatureReport:
    # Loaded here: pyHanko takes most of a second, which no start of a service should wait for.
    from shared.documents.pades_report import signature_report

    return asyncio.run(signature_report(pdf, roots))
