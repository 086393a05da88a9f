"""What a sign-in comes from, as far as it can be told: a kind of program, a system, a network.

The kind is one of our own words and is shown; the signature is only ever kept as a keyed
fingerprint. Versions are left out, so that an update is no new device; of an address only the
network counts, so that a telephone that moves about mostly stays the same.
"""

import ipaddress
import re
from dataclasses import dataclass

OTHER = "other"
MAX_USER_AGENT = 500

# The first that is found is what it is: Edge calls itself Chrome too, and Chrome Safari.
_PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_VERSION = re.compile(r"[\d._]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """`kind` is one of our words, such as `Chrome, Windows`."""

    kind: str
    signature: str


def device_of(user_agent: str, address: str) -> Device:
    """The device behind a request."""
    named = user_agent[:MAX_USER_AGENT]
    words = [_first(_PROGRAMS, named), _first(_SYSTEMS, named)]
    return Device(
        kind=", ".join(word for word in words if word) or OTHER,
        signature=f"{_VERSION.sub('', named)}\x1f{_network(address)}",
    )


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((word for mark, word in known if mark in text), "")


def _network(address: str) -> str:
    """A provider's network: 16 bits of IPv4, 32 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 16 if found.version == 4 else 32), strict=False))
