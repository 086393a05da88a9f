"""Pages that people open from a QR code or a mail."""

from gateway.entrypoints.pages.router import pages_router

__all__ = ["pages_router"]
