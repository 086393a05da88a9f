"""OSS: what it hands over, what it asks and what it must be told."""
