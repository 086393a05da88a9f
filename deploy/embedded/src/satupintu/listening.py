"""The listeners of a first start: the door opens once every service has heard of every office."""

import asyncio
from collections.abc import Mapping, Sequence

import asyncpg
from sqlalchemy.engine import make_url

from shared.database.engine import connection_arguments

LISTENERS = ("permit", "survey", "inspection", "reporting")
# A slow machine with its hands full takes half a minute.
HEARD_SECONDS = 150
_HEARD = "select count(*) from consumer_position where topic = 'gateway.events'"


class NotHeard(Exception):
    """Services that do not hear what the gateway tells."""

    def __init__(self, services: Sequence[str]) -> None:
        super().__init__(
            f"{', '.join(services)}: did not hear of the offices in {HEARD_SECONDS} seconds; the"
            " logs of their workers and of the gateway's say why"
        )


async def until_heard(addresses: Mapping[str, Mapping[str, str]], *, offices: int) -> None:
    """Returns when every service has heard of so many offices; raises NotHeard."""
    heard = await asyncio.gather(*(_hears(addresses[one]["owner"], offices) for one in LISTENERS))
    deaf = [service for service, has_heard in zip(LISTENERS, heard, strict=True) if not has_heard]
    if deaf:
        raise NotHeard(deaf)


async def _hears(owner: str, offices: int) -> bool:
    connection = await asyncpg.connect(**connection_arguments(make_url(owner)))
    try:
        async with asyncio.timeout(HEARD_SECONDS):
            while await connection.fetchval(_HEARD) < offices:  # noqa: ASYNC110 - another process's
                await asyncio.sleep(0.05)
    except TimeoutError:
        return False
    finally:
        await connection.close()
    return True
