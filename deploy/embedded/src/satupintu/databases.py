"""The databases of a deployment on one server: one per service, each with its own login."""

from collections.abc import Callable, Mapping

from sqlalchemy.engine import make_url

from shared.database.embedded import EmbeddedPostgres
from shared.database.migrate import provision, upgrade

PACKAGES: Mapping[str, str] = {
    "permit": "permit_service",
    "survey": "survey_service",
    "inspection": "inspection_service",
    "reporting": "reporting_service",
    "gateway": "gateway",
}

Addresses = dict[str, dict[str, str]]


async def prepare(
    server: EmbeddedPostgres, passwords: Mapping[str, str], *, tcp: bool = False
) -> Addresses:
    """Creates what is missing, migrates, and returns each service's addresses."""

    def owner(database: str) -> str:
        return server.address(database, tcp=tcp)

    def login(service: str, password: str) -> str:
        return server.address(service, user=service, password=password, tcp=tcp)

    return await _prepare(owner, login, passwords)


async def prepare_at(address: str, passwords: Mapping[str, str]) -> Addresses:
    """The same on a server of its own; `address` is that of somebody who may create databases
    and roles there."""
    server = make_url(address)

    def owner(database: str) -> str:
        return server.set(database=database).render_as_string(hide_password=False)

    def login(service: str, password: str) -> str:
        own = server.set(database=service, username=service, password=password)
        return own.render_as_string(hide_password=False)

    return await _prepare(owner, login, passwords)


async def _prepare(
    owner: Callable[[str], str], login: Callable[[str, str], str], passwords: Mapping[str, str]
) -> Addresses:
    addresses: Addresses = {}
    for service in PACKAGES:
        await provision(owner("postgres"), service=service, password=passwords[service])
        addresses[service] = {
            "app": login(service, passwords[service]),
            "owner": owner(service),
        }
    # One after the other: the migration tool keeps its context in a module.
    for service, package in PACKAGES.items():
        await upgrade(package, addresses[service]["owner"], service=service)
    return addresses
