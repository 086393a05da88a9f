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

    def __init__(self, services: Sequence[str], seconds: float) -> None:
        super().__init__(
            f"{', '.join(services)}: did not hear of the offices in {seconds:.0f} seconds; the"
            " logs of their workers and of the gateway's say why"
        )


async def until_heard(
    addresses: Mapping[str, Mapping[str, str]], *, offices: int, seconds: float = HEARD_SECONDS
) -> None:
    """Returns when every service has heard of so many offices; raises NotHeard."""
    async with asyncio.TaskGroup() as group:
        heard = {
            service: group.create_task(_hears(addresses[service]["owner"], offices, seconds))
            for service in LISTENERS
        }
    deaf = [service for service, hears in heard.items() if not hears.result()]
    if deaf:
        raise NotHeard(deaf, seconds)


async def _hears(owner: str, offices: int, seconds: float) -> bool:
    connection = await asyncpg.connect(**connection_arguments(make_url(owner)))
    try:
        async with asyncio.timeout(seconds):
            while await connection.fetchval(_HEARD) < offices:  # noqa: ASYNC110 - another process's
                await asyncio.sleep(0.05)
    except TimeoutError:
        return False
    finally:
        await connection.close()
    return True
