"""The stores on PostgreSQL, one file per noun, and the work that holds them together."""
