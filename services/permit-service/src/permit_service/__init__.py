"""Applications from draft to licence: what the office decides, and what it gives."""
