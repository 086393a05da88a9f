"""The header `Token` of the PIA: SHA1(USERNAME + PASSWORD + NIB + DATE('Ymd')).

A hash without a key that holds for a day: it is asked for beside the integration's own token,
never instead of it. The date is that of Jakarta; in the first and the last minutes of a day the
neighbouring date is taken as well, for clocks that differ.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
# How far two clocks may be apart; a decision of ours, the PIA says nothing of it.
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class OssCredentials:
    """USERNAME and PASSWORD, as they were agreed on with OSS."""

    username: str = field(repr=False)
    password: str = field(repr=False)

    def accepts(self, token: str | None, *, nib: str, at: datetime) -> bool:
        """Whether OSS may have made it at this moment; every candidate is compared whole."""
        shown = (token or "").strip().casefold().encode()
        dates = {(at + skew).astimezone(JAKARTA).date() for skew in (-CLOCK_SKEW, CLOCK_SKEW)}
        fits = [
            hmac.compare_digest(shown, self._token(nib, f"{day:%Y%m%d}").encode()) for day in dates
        ]
        return any(fits)

    def _token(self, nib: str, day: str) -> str:
        text = f"{self.username}{self.password}{nib}{day}"
        return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
