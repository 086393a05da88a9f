"""The schema's history, in small steps that work with the release before."""
