"""One answered questionnaire, on its own.

It has a random id and a date, no time of day, and nothing that names an application or a person:
whether an application was answered is kept elsewhere (`application_survey`), and nothing in this
service leads from one to the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class CollectionMode(StrEnum):
    """How an answer came in. Answers that a licence waited for are reported apart."""

    GATE = "gate"
    KIOSK = "kiosk"
    WEB = "web"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """`profile` holds groups such as an age band. `import_row` is the place in an imported sheet,
    so that an export keeps its order."""

    id: UUID
    office_code: str
    answered_on: date
    collection_mode: CollectionMode
    questionnaire_id: str
    answers: Mapping[str, int]
    service_code: str | None = None
    profile: Mapping[str, str]
    suggestion: str | None = None
    import_id: UUID | None = None
    import_row: int | None = None

    @property
    def month(self) -> date:
        """The first day of the month in which it is counted."""
        return self.answered_on.replace(day=1)

    @property
    def uniform_value(self) -> int | None:
        """The one value given to everything, if it was one: a sign of straight-lining."""
        values = set(self.answers.values())
        return values.pop() if len(values) == 1 else None
