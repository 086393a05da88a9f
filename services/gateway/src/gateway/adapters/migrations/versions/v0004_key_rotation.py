"""The role of the keys may seal anew what is sealed, and see nothing else."""

from alembic import op

from shared.database.key_rotation import ANSWERS, Sealed, let_keys_rotate

revision = "0004"
down_revision = "0003"

KEYS = (
    Sealed(
        table="profile",
        key=("owner",),
        columns=("full_name", "email", "phone", "nik", "address", "nip"),
    ),
    ANSWERS,
)


def upgrade() -> None:
    """Rights on the sealed columns alone."""
    let_keys_rotate(op, *KEYS, service="gateway")
