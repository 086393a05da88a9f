"""How reporting is asked and told: HTTP and events."""
