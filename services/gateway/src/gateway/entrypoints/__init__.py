"""How the door is asked: its own API, what it forwards, what it hears and its timers."""
