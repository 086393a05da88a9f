"""Identifiers: time-ordered UUIDv7 for everything that is stored."""

from uuid import UUID

from uuid_utils import uuid7


def new_id() -> UUID:
    """A UUIDv7: unique, and sorted by the moment it was made."""
    # The library's own way to the standard type takes three times as long.
    return UUID(int=uuid7().int)
