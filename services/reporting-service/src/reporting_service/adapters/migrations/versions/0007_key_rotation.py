"""The role of the keys may seal anew what is sealed, and see nothing else."""

from alembic import op

from shared.database.key_rotation import ANSWERS, let_keys_rotate

revision = "0007"
down_revision = "0006"

KEYS = (ANSWERS,)


def upgrade() -> None:
    """Rights on the sealed columns alone."""
    let_keys_rotate(op, *KEYS, service="reporting")
