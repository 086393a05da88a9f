"""What can be done: one file per use case."""
