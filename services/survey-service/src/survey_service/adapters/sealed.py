"""What is sealed in the survey service's database."""

from shared.database.key_rotation import ANSWERS, Sealed

SEALED = (Sealed(table="response", columns=("suggestion",)), ANSWERS)
