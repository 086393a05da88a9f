"""New data keys for a deployment of this home, while it runs.

A key is added to the home's secrets, where running processes find it; then every service's sealed
values are sealed anew. It may be killed at any moment: run again, it goes on where it was. A key is
retired only when nothing is under it any more.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence

import gateway.adapters.sealed
import inspection_service.adapters.sealed
import permit_service.adapters.sealed
import reporting_service.adapters.sealed
import survey_service.adapters.sealed
from satupintu.home import SERVICES, Home, new_key, write_private
from shared.database.key_file import CHECK_SECONDS, KeyFile, decoded_key
from shared.database.key_rotation import Sealed, rotate, rows_under_others
from shared.database.keyring import Keyring

SEALED: Mapping[str, Sequence[Sealed]] = {
    "permit": permit_service.adapters.sealed.SEALED,
    "survey": survey_service.adapters.sealed.SEALED,
    "inspection": inspection_service.adapters.sealed.SEALED,
    "reporting": reporting_service.adapters.sealed.SEALED,
    "gateway": gateway.adapters.sealed.SEALED,
}
MAX_KEY_NUMBER = 255
# What a process that has just looked at the file may still be writing under the key before.
SETTLE_SECONDS = CHECK_SECONDS * 3


class StillInUse(Exception):
    """Something is under an old key: rotate first."""


class NoNumberLeft(Exception):
    """A sealed value has one byte for its key's number, and all are used."""


async def rotate_home(
    home: Home,
    address: Callable[[str], str],
    *,
    say: Callable[[str], None],
    settle_seconds: float = SETTLE_SECONDS,
) -> None:
    """Seals everything anew; `address` gives each service's database. An unfinished rotation goes
    on with the key that it had added."""
    if not any(len(keys) > 1 for keys in home.secrets().data_keys.values()):
        add_keys(home)
    await asyncio.sleep(settle_seconds)
    for service in SERVICES:
        keyring = keyring_of(home, service)
        done = await rotate(
            address(service), service=service, keyring=keyring, sealed=SEALED[service]
        )
        say(f"{service}: {sum(one.rows for one in done)} rows under key {keyring.current}")
    await require_nothing_old(home, address)


async def retire_old_keys(home: Home, address: Callable[[str], str]) -> int:
    """Takes every key but the newest out of the home; raises StillInUse. How many they were."""
    await require_nothing_old(home, address)
    secrets = home.secrets()
    kept = {name: _newest(keys) for name, keys in secrets.data_keys.items()}
    retired = sum(len(keys) for keys in secrets.data_keys.values()) - len(kept)
    _write_keys(home, kept)
    return retired


async def require_nothing_old(home: Home, address: Callable[[str], str]) -> None:
    """Raises StillInUse when a value needs another key than the newest."""
    for service in SERVICES:
        left = await rows_under_others(
            address(service),
            service=service,
            keyring=keyring_of(home, service),
            sealed=SEALED[service],
        )
        if left:
            raise StillInUse(f"{service}: {left} rows are under an older key")


def add_keys(home: Home) -> None:
    """A new key for every service, under the next number; raises NoNumberLeft."""
    keys = home.secrets().data_keys
    _write_keys(home, {name: {**of, _next(of): new_key()} for name, of in keys.items()})


def keyring_of(home: Home, service: str) -> Keyring:
    """The keys of a service as the home has them now."""
    secrets = home.secrets()
    return Keyring(
        data_keys=KeyFile(home.secrets_file, member=("data_keys", service)),
        index_key=decoded_key(secrets.index_keys[service]),
        link_key=decoded_key(secrets.link_key),
    )


def _next(keys: Mapping[str, str]) -> str:
    number = max(int(one) for one in keys) + 1
    if number > MAX_KEY_NUMBER:
        raise NoNumberLeft
    return str(number)


def _newest(keys: Mapping[str, str]) -> dict[str, str]:
    number = max(keys, key=int)
    return {number: keys[number]}


def _write_keys(home: Home, keys: Mapping[str, Mapping[str, str]]) -> None:
    content = json.loads(home.secrets_file.read_text(encoding="utf-8"))
    write_private(home.secrets_file, content | {"data_keys": keys})
