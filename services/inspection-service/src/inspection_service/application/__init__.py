"""What can be done in supervision: one use case a file."""
