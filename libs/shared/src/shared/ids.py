"""Identifiers: time-ordered UUIDv7 for everything that is stored."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7: unique, and sorted by the moment it was made."""
    return uuid7()
