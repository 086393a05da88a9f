"""How the door's state is kept and how others are reached."""
