"""Connections to outside systems: their circuits, their outages, what was compared."""
