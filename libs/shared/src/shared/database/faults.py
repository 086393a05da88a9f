"""Which errors mean that the database itself is not there, rather than that something is wrong.

Whoever meets one has decided nothing: a request answers 503, a batch comes again, a timer waits.
"""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# Connection exceptions, insufficient resources, operator intervention; a lock not to be had.
_CLASSES = frozenset({"08", "53", "57"})
_CODES = frozenset({"55P03"})
# The client's internal error is what a connection says that broke in the middle of a word.
_ALWAYS = (
    OSError,
    TimeoutError,
    PoolTimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


def is_away(error: BaseException | None) -> bool:
    """Whether the error, or one that it came from, says that the database cannot be asked now."""
    while error is not None:
        if isinstance(error, _ALWAYS):
            return True
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        code = getattr(error, "sqlstate", None)
        if isinstance(code, str) and (code[:2] in _CLASSES or code in _CODES):
            return True
        error = error.__cause__ or getattr(error, "orig", None)
    return False
