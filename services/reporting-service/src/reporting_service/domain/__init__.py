"""What is true of a quarterly report: exact arithmetic, no input or output."""
