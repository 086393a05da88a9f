"""Fixtures that every member's tests may ask for."""

pytest_plugins = ["shared.testing.broker", "shared.testing.postgres"]
