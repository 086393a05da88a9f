"""What can be asked and what is told, described for who builds on it."""
