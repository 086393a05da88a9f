"""What is sealed in the reporting service's database: no more than the kept answers."""

from shared.database.key_rotation import ANSWERS

SEALED = (ANSWERS,)
