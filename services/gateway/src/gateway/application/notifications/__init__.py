"""Telling people: planned with the fact, sent afterwards."""
