"""The PostgreSQL server of a deployment: our own beside it, or one that somebody else keeps."""

import asyncio
from typing import Protocol

from sqlalchemy.engine import make_url


class Server(Protocol):
    """A server on which the deployment may make its databases and logins."""

    async def start(self) -> None:
        """Returns when it takes connections."""
        ...

    async def stop(self) -> None:
        """Ends it in good order."""
        ...

    async def died(self) -> None:
        """Returns once it does not run."""
        ...

    def address(
        self, database: str, *, user: str = ..., password: str | None = None, tcp: bool = False
    ) -> str:
        """An SQLAlchemy address of a database; the superuser's when no user is named."""
        ...


class GivenServer:
    """Somebody else's server, reached as a superuser by the address we were given."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+asyncpg")

    async def start(self) -> None:
        """It runs already."""

    async def stop(self) -> None:
        """It is not ours to stop."""

    async def died(self) -> None:
        """It is not ours to watch."""
        await asyncio.Event().wait()

    def address(
        self, database: str, *, user: str = "", password: str | None = None, tcp: bool = True
    ) -> str:
        """The given address with another database, and another login where one is named."""
        del tcp
        url = self._url.set(database=database)
        if user:
            url = url.set(username=user, password=password)
        return url.render_as_string(hide_password=False)
