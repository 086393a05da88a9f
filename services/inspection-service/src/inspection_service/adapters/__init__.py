"""How supervision is kept, and how others are reached."""
