"""The role of the keys may seal anew what is sealed, and see nothing else."""

from alembic import op

from shared.database.key_rotation import ANSWERS, Sealed, let_keys_rotate

revision = "0009"
down_revision = "0008"

KEYS = (
    Sealed(
        table="application",
        columns=("sealed",),
        indexed=("nik_index", "email_index", "phone_index"),
    ),
    Sealed(table="licence", columns=("holder_name", "holder_sealed")),
    Sealed(table="licence_import", columns=("content",)),
    ANSWERS,
)


def upgrade() -> None:
    """Rights on the sealed columns alone."""
    let_keys_rotate(op, *KEYS, service="permit")
