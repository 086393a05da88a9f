"""What can be done with reports: one file per use case, on the ports of `ports.py`."""
