"""Row-level security: an office sees its own rows only, also when a query forgets to ask.

A row is visible to callers of its office, and to its owner (an applicant). The policy binds the
application role, which owns nothing and is exempt from nothing.
"""

from typing import TYPE_CHECKING, Any

# The migration tool is not imported by those who only serve.
if TYPE_CHECKING:
    from alembic.operations import Operations


_OFFICE = "{column} = any (string_to_array(current_setting('app.offices', true), ','))"
_OWNER = " or {column} = current_setting('app.actor', true)"


def protect(
    op: "Operations | Any",
    table: str,
    *,
    service: str,
    office: str = "office_code",
    owner: str | None = None,
    deletable: bool = False,
) -> None:
    """In a migration: forces the policy on a table and grants the application role its use.

    `owner` names a text column with the owning account's id, if rows have one.
    """
    rule = _OFFICE.format(column=office) + (_OWNER.format(column=owner) if owner else "")
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy caller on {table} to {service}_app using ({rule})")
    grant(op, table, "select, insert, update" + (", delete" if deletable else ""), service=service)


def grant(op: "Operations | Any", table: str, rights: str, *, service: str) -> None:
    """In a migration: rights of the application role on a table that holds nobody's data."""
    op.execute(f"grant {rights} on {table} to {service}_app")
