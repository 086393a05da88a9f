"""Running the deployment: the feed, dead letters, the audit trail, seals, operations."""
