"""How supervision is asked: HTTP, events, timers."""
