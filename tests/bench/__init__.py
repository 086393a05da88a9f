"""Benches: floors and product side by side, in one run, as ratios. Never a test."""
