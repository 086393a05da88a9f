"""Row-level security: an office sees its own rows only, also when a query forgets to ask.

A row is visible to callers of its office, and to its owner (an applicant). The policy binds the
application role, which owns nothing and is exempt from nothing. Who calls is read once for a
statement, not for each row: a statement that sets the caller itself does so before it looks at
any.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

# The migration tool is not imported by those who only serve.
if TYPE_CHECKING:
    from alembic.operations import Operations

# Each is a value that PostgreSQL works out once; the cast tells it from a list of rows.
CALLERS_OFFICES = "(select string_to_array(current_setting('app.offices', true), ','))::text[]"
CALLING_ACTOR = "(select current_setting('app.actor', true))"

_OFFICE = "{column} = any (" + CALLERS_OFFICES + ")"
_OWNER = " or {column} = " + CALLING_ACTOR
_POLICIES = sa.text(
    "select tablename, policyname, qual, with_check from pg_policies"
    " where schemaname = 'public' order by tablename, policyname"
)
# As PostgreSQL writes a policy out; what stands behind a SELECT is read once already.
_SETTING = re.compile(
    r"(SELECT )?(?:(string_to_array\(current_setting\('[\w.]+'::text, true\), ','::text\))"
    r"|(current_setting\('[\w.]+'::text, true\)))"
)


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


def read_caller_once(op: "Operations | Any") -> None:
    """In a migration: policies that read who calls for each row do so once for a statement."""
    for table, policy, *rules in op.get_bind().execute(_POLICIES).all():
        changed = [
            f"{word} ({once})"
            for word, rule in zip(("using", "with check"), rules, strict=True)
            if (once := _read_once(rule)) != rule
        ]
        if changed:
            op.execute(f"alter policy {policy} on {table} {' '.join(changed)}")


def policies_read_per_row(connection: Connection) -> list[str]:
    """Policies that PostgreSQL asks who calls for each row that it looks at."""
    return [
        f"policy {policy} of {table} reads who calls for each row"
        for table, policy, *rules in connection.execute(_POLICIES).all()
        if any(_read_once(rule) != rule for rule in rules)
    ]


def _read_once(rule: str | None) -> str | None:
    """A rule as PostgreSQL writes it out, with each setting a value of its own."""

    def once(found: re.Match[str]) -> str:
        is_once, offices, setting = found.groups()
        if is_once:
            return found[0]
        return f"(select {offices})::text[]" if offices else f"(select {setting})"

    return None if rule is None else _SETTING.sub(once, rule)


@contextmanager
def seen_whole(op: "Operations | Any", *tables: str) -> Iterator[None]:
    """In a migration: rows of protected tables are read and changed inside. An owner that is no
    superuser is bound by the forced policies too, and would see none of them."""
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    yield
    for table in tables:
        op.execute(f"alter table {table} force row level security")
