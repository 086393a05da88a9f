"""Connections to outside systems and their outages over HTTP."""
