"""Opening accounts, signing in and out, and who holds the Head's office."""
