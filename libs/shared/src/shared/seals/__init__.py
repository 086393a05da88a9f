"""Seals over a service's log, and what finds a log that no longer agrees with them."""
