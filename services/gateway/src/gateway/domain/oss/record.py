"""What OSS must be told of an application or a licence, and how the telling went.

One record at a time per stream, in the order in which the facts happened. An answer that was lost
is not an answer: before a record is sent again, OSS is asked where the permit stands. A no is
final; what OSS cannot be told by any method waits to be entered by hand.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from gateway.domain.oss.codes import LicenceCode, Method

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=30)
MAX_DOUBLINGS = 12


class RecordState(StrEnum):
    """Where a record stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"
    BY_HAND = "by_hand"
    NOT_FOR_OSS = "not_for_oss"


@dataclass(frozen=True, slots=True, kw_only=True)
class OssRecord:
    """`stream` is the application where it is known, else the licence. `code` is None where OSS
    has none. `failure` is why the last attempt came to nothing, a stable code."""

    id: UUID
    office_code: str
    event_id: UUID
    stream: UUID
    application_id: UUID | None
    licence_id: UUID | None
    method: Method
    code: LicenceCode | None
    occurred_at: datetime
    planned_at: datetime
    due_at: datetime
    state: RecordState = RecordState.WAITING
    attempts: int = 0
    failure: str | None = None
    answer_code: str | None = None
    settled_at: datetime | None = None

    @property
    def subject(self) -> UUID:
        """What the others know it by."""
        found = self.licence_id or self.application_id
        assert found is not None
        return found

    @property
    def may_have_been_taken(self) -> bool:
        """Whether an earlier attempt may have reached OSS although no answer came back."""
        return self.attempts > 1

    def accepted(self, *, code: str, at: datetime) -> "OssRecord":
        """OSS has it."""
        return self._settled(RecordState.ACCEPTED, at=at, answer_code=code, failure=None)

    def refused(self, code: str, *, at: datetime) -> "OssRecord":
        """OSS does not take it: nothing is tried again."""
        return self._settled(RecordState.REFUSED, at=at, answer_code=code, failure=None)

    def overtaken(self, *, at: datetime) -> "OssRecord":
        """OSS has been told of something later already."""
        return self._settled(RecordState.OVERTAKEN, at=at)

    def not_for_oss(self, *, at: datetime) -> "OssRecord":
        """OSS knows nothing of this licence."""
        return self._settled(RecordState.NOT_FOR_OSS, at=at)

    def by_hand(self, *, at: datetime) -> "OssRecord":
        """OSS offers no method for it."""
        return self._settled(RecordState.BY_HAND, at=at)

    def failed(self, reason: str, *, at: datetime) -> "OssRecord":
        """It waits, longer with each attempt."""
        doublings = min(max(0, self.attempts - 1), MAX_DOUBLINGS)
        pause = min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
        return replace(self, failure=reason, due_at=at + pause)

    def put_off(self, reason: str, *, until: datetime) -> "OssRecord":
        """It was not tried at all: the attempt does not count."""
        return replace(self, failure=reason, due_at=until, attempts=max(0, self.attempts - 1))

    def joined(self, application_id: UUID, *, at: datetime) -> "OssRecord":
        """It belongs to the stream of its application, and takes its place there."""
        return replace(
            self,
            stream=application_id,
            application_id=application_id,
            due_at=at,
            attempts=max(0, self.attempts - 1),
        )

    def _settled(
        self,
        state: RecordState,
        *,
        at: datetime,
        answer_code: str | None = None,
        failure: str | None = None,
    ) -> "OssRecord":
        return replace(self, state=state, settled_at=at, answer_code=answer_code, failure=failure)
