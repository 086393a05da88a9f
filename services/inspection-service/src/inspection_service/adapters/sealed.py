"""What is sealed in the inspection service's database."""

from shared.database.key_rotation import ANSWERS, Sealed

SEALED = (
    Sealed(table="complaint", columns=("story", "actions", "verification", "resolution")),
    Sealed(table="officer_action", columns=("reason",)),
    Sealed(table="location", columns=("place_sealed",)),
    Sealed(table="import_operation", columns=("content",)),
    ANSWERS,
)
