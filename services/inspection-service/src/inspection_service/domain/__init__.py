"""What is true of supervision: pure values and rules, no clock, no store."""
