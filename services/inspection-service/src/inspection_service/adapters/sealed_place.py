"""The places of businesses, sealed but for their district: where somebody trades is often where
they live.

A sealed place keeps an empty address beside it. The release before this one, which knows nothing of
what is sealed, would give the next address that it learns to a place that has none.
"""

import json
from collections.abc import Mapping
from typing import Any

from inspection_service.domain.business import Location
from shared.database.keyring import Keyring

_EXACT = ("address", "latitude", "longitude")
_SEALED_ADDRESS = ""


def place_columns(location: Location, keyring: Keyring) -> dict[str, Any]:
    """What is stored of where it is."""
    exact = {name: getattr(location, name) for name in _EXACT}
    is_exact = any(one is not None for one in exact.values())
    return {
        "address": _SEALED_ADDRESS if is_exact else None,
        "district": location.district,
        "latitude": None,
        "longitude": None,
        "place_sealed": keyring.encrypt(json.dumps(exact)) if is_exact else None,
    }


def exact_place(row: Mapping[str, Any], keyring: Keyring) -> dict[str, Any]:
    """Address and coordinates of a row. What the release before this one wrote stands open, and is
    newer than what is sealed beside it."""
    opened = {name: row[name] for name in _EXACT}
    is_open = any(one not in {None, _SEALED_ADDRESS} for one in opened.values())
    if row["place_sealed"] is None or is_open:
        return opened | {"address": row["address"] or None}
    found: dict[str, Any] = json.loads(keyring.decrypt(row["place_sealed"]))
    return found
