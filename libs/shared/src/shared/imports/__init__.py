"""A table that is handed in: its rows, its columns, what became of it. No word of the trade."""
