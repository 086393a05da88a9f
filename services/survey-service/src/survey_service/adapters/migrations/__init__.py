"""The survey service's schema, version by version."""
