"""Reaching another service: as an ASGI app, whether mounted here or behind a connection."""

from shared.services.calls import Answer, call
from shared.services.remote import RemoteService

__all__ = ["Answer", "RemoteService", "call"]
