"""Verifies the logs of a home against their seals, and changes the keys that make them."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from satupintu.configuration import values_for
from satupintu.home import SERVICES, Home
from satupintu.service_settings import SETTINGS
from shared.clock import SystemClock
from shared.database.faults import is_away
from shared.documents.sealed_code import SealingKeys
from shared.errors import Refusal
from shared.seals.sealing import Sealing
from shared.seals.verify import verify_log


class NotVerified(Exception):
    """Something that is needed could not be read; the text says what."""


def services_named(names: Collection[str]) -> Sequence[str]:
    """These services, or all; raises NotVerified for one that there is not."""
    unknown = sorted(set(names) - set(SERVICES))
    if unknown:
        raise NotVerified(f"there is no service {', '.join(unknown)}")
    return [one for one in SERVICES if not names or one in names]


async def verified(
    home: Home,
    address: Callable[[str], str],
    services: Sequence[str],
    *,
    keys: Path | None,
    say: Callable[[str], None],
) -> int:
    """Says what each service's log is like, and returns how much was found. `keys` is a file of
    published keys; without it those of the home count. Raises NotVerified."""
    found = 0
    given = None if keys is None else _published(keys)
    for service in services:
        sealing = _sealing(home, service, address(service))
        try:
            verdict = await verify_log(
                address(service),
                log=service,
                keys=given or sealing.keys.published(),
                copies=sealing.copies,
            )
        except Exception as error:
            if not isinstance(error, Refusal) and not is_away(error):
                raise
            raise NotVerified(f"{service}: {type(error).__name__}") from error
        say(verdict.report)
        found += len(verdict.findings)
    return found


def new_keys(home: Home) -> Mapping[str, str]:
    """A new key for each service seals from now on; their ids."""
    clock = SystemClock()
    return {
        service: SealingKeys.at(home.seals / service / "keys", clock=clock).rotate()
        for service in SERVICES
    }


def _sealing(home: Home, service: str, address: str) -> Sealing:
    """As the service itself is told: the copies may stand elsewhere, by its own settings."""
    values = values_for(
        service,
        home,
        addresses={"app": address, "owner": address},
        public_base_url="http://localhost",
    )
    sealing = SETTINGS[service](**values).sealing(service)
    assert sealing is not None
    return sealing


def _published(keys: Path) -> Mapping[str, Any]:
    try:
        published = json.loads(keys.read_text(encoding="utf-8"))
        return {"keys": [dict(one) for one in published["keys"]]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotVerified(f"{keys} holds no published keys") from error
