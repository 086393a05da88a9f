"""What can be done at the door: a file per use case."""
