"""Accounts, sessions and delegations on PostgreSQL; passwords and failed sign-ins."""
