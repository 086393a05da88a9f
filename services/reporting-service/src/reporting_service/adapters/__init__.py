"""How read models, registers and editions are kept: PostgreSQL, under row-level security."""
