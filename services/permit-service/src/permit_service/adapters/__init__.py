"""How it is kept and how others are reached."""
