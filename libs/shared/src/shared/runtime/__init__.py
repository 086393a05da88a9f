"""Runs one module as one process: its API, its worker, or both."""
