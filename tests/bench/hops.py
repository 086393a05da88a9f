"""P4: reading through the gateway, against asking the permit service itself."""

from bench.harness import Gate, Result, alternate
from bench.permit_apart import child, permit_service, until_answered
from bench.permit_server import DOOR
from shared.tokens import new_signing_key
from stories.deployment import free_port


async def hop_apart() -> Result:
    """The gateway is a process of its own and forwards over its pooled connections."""
    async with permit_service(drafts=1_000) as bench:
        port = free_port()
        options: dict[str, object] = {
            "key": new_signing_key(),
            "home": str(bench.home),
            "port": port,
            "permit": f"http://127.0.0.1:{bench.port}",
        }
        with child("bench.gateway_server", options):
            await until_answered(port)
            rounds = await alternate(
                bench.reading, lambda seconds: bench.reading(seconds, port=port)
            )
    return Result(
        goal="P4",
        title="one hop, the gateway in a process apart",
        unit="/s",
        floor_name="the permit service itself",
        rounds=rounds,
        gate=Gate(value=0.6, goal=0.9),
    )


async def hop_inside() -> Result:
    """The gateway calls the mounted app."""
    async with permit_service(drafts=1_000) as bench:
        rounds = await alternate(
            bench.reading, lambda seconds: bench.reading(seconds, port=bench.port + DOOR)
        )
    return Result(
        goal="P4",
        title="one hop, all in one process",
        unit="/s",
        floor_name="the permit service itself",
        rounds=rounds,
        gate=Gate(value=0.85, goal=0.95),
    )
