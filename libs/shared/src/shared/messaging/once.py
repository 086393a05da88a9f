"""Once-marks: a command or a message has its effect at most once.

The mark is a row written with the effect, in the same transaction. A second writer of the same
mark waits for the first and is then told `AlreadyHandled`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """`mark` names the effect. `fingerprint` is a keyed hash of the request that asked for it;
    `render` turns the use case's result into the sealed answer that a repetition is given."""

    mark: str
    fingerprint: bytes | None = None
    render: Callable[[Any], bytes] | None = None
