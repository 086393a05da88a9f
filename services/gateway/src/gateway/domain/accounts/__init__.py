"""Who may sign in, as whom, for which office and for how long."""
