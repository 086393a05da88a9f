"""The schema's history; each version works with the previous release."""
