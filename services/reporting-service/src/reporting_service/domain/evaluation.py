"""What an office writes into its report by hand: obstacles with solutions, and the closing lists.

An obstacle may lack its solution; the report then says so.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.calendar.office_time import Quarter


class EvaluationKind(StrEnum):
    """Where in the report an entry stands: section III, 4.1 or 4.2."""

    OBSTACLE = "obstacle"
    ACTION = "action"
    SUGGESTION = "suggestion"


class EntryState(StrEnum):
    """An open entry is offered again in the next quarter."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One entry. `solution` is an obstacle's; owner, partner and due date are an action's."""

    id: UUID
    office_code: str
    quarter: Quarter
    kind: EvaluationKind
    text: str
    solution: str = ""
    owner: str = ""
    partner: str = ""
    due_on: date | None = None
    state: EntryState = EntryState.OPEN
    version: int = 1

    def is_carried_into(self, quarter: Quarter) -> bool:
        """Whether an open action or suggestion of before stands in this quarter again."""
        if self.kind is EvaluationKind.OBSTACLE:
            return False
        return self.state is EntryState.OPEN and self.quarter < quarter
