"""Offices and their calendars: opened, changed, read."""
