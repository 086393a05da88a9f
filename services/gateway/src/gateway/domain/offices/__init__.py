"""Offices and their own days."""
