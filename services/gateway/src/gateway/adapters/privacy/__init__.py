"""Breaches, deletions, closed accounts and interactions on PostgreSQL; the retention classes."""
