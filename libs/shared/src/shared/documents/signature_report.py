"""What the signature of a PDF says: the words of a check, without the library that makes it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """What the file itself says. Behind a signature that covers the whole file there is nothing
    but evidence for its long-term validation, as BSrE adds it."""

    is_signed: bool
    is_intact: bool = False
    covers_whole_file: bool = False
    is_trusted: bool = False
    signed_by: str | None = None
    signed_at: datetime | None = None
    certificate_serial: str | None = None

    @property
    def valid(self) -> bool:
        """Whether the signature holds: it needs all four."""
        return self.is_signed and self.is_intact and self.covers_whole_file and self.is_trusted


UNSIGNED = SignatureReport(is_signed=False)
