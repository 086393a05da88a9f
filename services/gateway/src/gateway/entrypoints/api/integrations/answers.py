"""What is answered on connections to outside systems and on their outages."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gateway.application.integrations.read_integration import IntegrationStatus
from gateway.domain.integrations.outage import Outage, OutageKind, OutageState
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import Difference, Reconciliation
from shared.circuit import CircuitState
from shared.http import Answer


class OutageAnswer(Answer):
    """An entry of the outage log; what was noticed by ourselves says `adapter`."""

    id: UUID
    office_code: str
    system: OutsideSystem
    kind: OutageKind
    state: OutageState
    started_at: datetime
    ended_at: datetime | None
    noted_by: str
    noted_at: datetime
    version: int


class OutagesPage(Answer):
    """A page of the outage log."""

    items: list[OutageAnswer]
    next_cursor: str | None


class FailureAnswer(Answer):
    """Why the system was last not answered by; a code without anything that was sent."""

    code: str
    at: datetime


class StatusAnswer(Answer):
    """Where the connection stands, with its latest outages."""

    system: OutsideSystem
    office_code: str
    is_connected: bool
    circuit: CircuitState
    retry_at: datetime | None
    backlog: int
    last_success_at: datetime | None
    last_failure: FailureAnswer | None
    outages: list[OutageAnswer]


class FindingAnswer(Answer):
    """One difference; what a side does not have is null."""

    difference: Difference
    outside_number: str | None
    number_here: str | None
    number_there: str | None
    issued_here: date | None
    issued_there: date | None


class ReconciliationAnswer(Answer):
    """A comparison of what was issued, as it came out."""

    id: UUID
    office_code: str
    system: OutsideSystem
    period: str
    ran_at: datetime
    counted_here: int
    counted_there: int
    findings: list[FindingAnswer]


class ReconciliationsPage(Answer):
    """A page of comparisons."""

    items: list[ReconciliationAnswer]
    next_cursor: str | None


def outage_shape(outage: Outage, now: datetime) -> dict[str, Any]:
    """An entry as of a moment."""
    values = asdict(outage)
    for inside in ("called_off", "told_start", "told_end"):
        del values[inside]
    return values | {"state": outage.state(now)}


def status_shape(status: IntegrationStatus, now: datetime) -> dict[str, Any]:
    """Where a connection stands as of a moment."""
    circuit = status.circuit
    failure = None
    if circuit.last_failure is not None:
        failure = {"code": circuit.last_failure, "at": circuit.last_failure_at}
    return {
        "system": circuit.system,
        "office_code": circuit.office_code,
        "is_connected": status.is_connected,
        "circuit": circuit.state,
        "retry_at": circuit.retry_at,
        "backlog": status.backlog,
        "last_success_at": circuit.last_success_at,
        "last_failure": failure,
        "outages": [outage_shape(one, now) for one in status.outages],
    }


def reconciliation_shape(reconciliation: Reconciliation) -> dict[str, Any]:
    """A comparison with its findings."""
    return asdict(reconciliation)
