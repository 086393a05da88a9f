"""PostgreSQL: transactions with rights, migrations, and an embedded server."""
