"""What is true of every connection to an outside system."""
