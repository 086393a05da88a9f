"""What can be done with surveys: one file per use case, against the ports."""
