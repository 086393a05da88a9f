"""Migrations of the inspection service."""
