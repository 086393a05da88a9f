"""Reporting: read models from facts, and the quarterly report made of them."""
