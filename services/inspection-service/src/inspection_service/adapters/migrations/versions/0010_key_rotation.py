"""The role of the keys may seal anew what is sealed, and see nothing else."""

from alembic import op

from shared.database.key_rotation import ANSWERS, Sealed, let_keys_rotate

revision = "0010"
down_revision = "0009"

KEYS = (
    Sealed(table="complaint", columns=("story", "actions", "verification", "resolution")),
    Sealed(table="officer_action", columns=("reason",)),
    ANSWERS,
)


def upgrade() -> None:
    """Rights on the sealed columns alone."""
    let_keys_rotate(op, *KEYS, service="inspection")
