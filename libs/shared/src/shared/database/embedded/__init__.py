"""PostgreSQL as a part of the program: nothing to install, nothing to administer.

It runs as long as its owner runs and never longer; what it acknowledged survives any death.
"""

from shared.database.embedded.account import EmbeddedPostgresError
from shared.database.embedded.address import address_in
from shared.database.embedded.ownership import AlreadyRunning
from shared.database.embedded.server import EmbeddedPostgres

__all__ = ["AlreadyRunning", "EmbeddedPostgres", "EmbeddedPostgresError", "address_in"]
