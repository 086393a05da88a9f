"""The wire and the plumbing that every service needs; no word of the trade lives here."""
