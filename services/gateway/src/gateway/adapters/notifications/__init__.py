"""The log of notifications, the letters, and the ways by which they leave."""
