"""What both versions of the service have in common: where it is, and what can be asked of it."""

import math
import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, Protocol

from shared.documents.signing import SigningOrder

# The service is asked on the office's own network; who does not answer by then is away.
CONNECT_SECONDS = 5.0
STATUS_SECONDS = 5.0
DOWNLOAD_SECONDS = 10.0
# What may be asked again is asked this often in all, with a pause between.
TRIES = 2
PAUSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class BsreAddress:
    """Where the service is, as whom an office speaks to it, and the roots (a file in PEM) under
    which its signatures are believed."""

    url: str
    version: Literal["v1", "v2"]
    user: str
    secret: str = field(repr=False)
    roots: Path
    sign_seconds: float = 30.0
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    @property
    def attempt_lasts(self) -> timedelta:
        """The longest that status, signature and download can take together, and some more."""
        asked_again = TRIES * (STATUS_SECONDS + DOWNLOAD_SECONDS + 2 * CONNECT_SECONDS)
        return timedelta(seconds=math.ceil(self.sign_seconds + CONNECT_SECONDS + asked_again + 5))


class BsreWire(Protocol):
    """One version of the service."""

    async def status(self, nik: str) -> str:
        """The word that it has for the signatory's certificate; raises SigningUnavailable."""
        ...

    async def sign(self, pdf: bytes, order: SigningOrder, *, nik: str, passphrase: str) -> bytes:
        """What came back as the signed document, unchecked. Asked once, never again.

        Raises WrongPassphrase, NotSignable, SigningRefused, SigningUnavailable,
        SigningUnanswered."""
        ...
