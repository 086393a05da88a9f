"""The databases of a deployment on one server: one per service, each with its own login."""

import asyncio
from collections.abc import Mapping

from satupintu.servers import Server
from shared.database.migrate import provision, upgrade

PACKAGES: Mapping[str, str] = {
    "permit": "permit_service",
    "survey": "survey_service",
    "inspection": "inspection_service",
    "reporting": "reporting_service",
    "gateway": "gateway",
}


async def prepare(
    server: Server, passwords: Mapping[str, str], *, tcp: bool = False
) -> dict[str, dict[str, str]]:
    """Creates what is missing, migrates, and returns each service's addresses."""
    admin = server.address("postgres")
    await asyncio.gather(
        *(provision(admin, service=one, password=passwords[one]) for one in PACKAGES)
    )
    # One after the other: the migration tool keeps its context in a module.
    for service, package in PACKAGES.items():
        await upgrade(package, server.address(service), service=service)
    return {
        service: {
            "app": server.address(service, user=service, password=passwords[service], tcp=tcp),
            "owner": server.address(service, tcp=tcp),
        }
        for service in PACKAGES
    }
