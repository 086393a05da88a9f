"""The door: identity, offices and calendars, routing, notifications and the event feed."""
