"""Circuits, the outage log and reconciliations on PostgreSQL."""
