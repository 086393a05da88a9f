"""The staff's commitment to a service's standard (SPP) and procedure (SOP): who took note of which
version (source 002 IV-4.1)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from permit_service.domain.errors import StandardNotInForce
from permit_service.domain.service import Service
from permit_service.domain.standard_document import DocumentState, state_of
from shared.identity import Role

# Those who work by the office's own standards; an agency has an SOP of its own.
COMMITTED = (Role.FRONT_OFFICE, Role.BACK_OFFICE, Role.LICENSING_OFFICIAL, Role.HEAD)


class StandardKind(StrEnum):
    """The key of a catalogue entry that names the document."""

    SERVICE_STANDARD = "service_standard"
    OPERATING_PROCEDURE = "operating_procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """One officer took note of one version; it is kept for ever."""

    service_code: str
    document: StandardKind
    version: str
    account: str
    username: str
    acknowledged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Of a version in force, who took note and whose word is missing."""

    document: StandardKind
    version: str
    acknowledged: tuple[Acknowledgement, ...]
    missing: tuple[str, ...]


def version_in_force(service: Service, document: StandardKind, *, on: date) -> str | None:
    """The version that staff work by on a day; None where there is none."""
    named: Mapping[str, Any] = service.content.get(document) or {}
    if state_of(named, on=on) is not DocumentState.APPROVED:
        return None
    version: str = named["version"]
    return version


def require_version_in_force(
    service: Service, document: StandardKind, version: str, *, on: date
) -> None:
    """Raises StandardNotInForce for a draft, an old version, or one that nobody has written."""
    if version_in_force(service, document, on=on) != version:
        raise StandardNotInForce(pointers=(("/version", "not_in_force"),))


def commitments(
    service: Service,
    acknowledged: Iterable[Acknowledgement],
    staff: Collection[tuple[str, str]],
    *,
    on: date,
) -> tuple[Commitment, ...]:
    """Per document in force; `staff` are accounts with their user names."""
    known = [one for one in acknowledged if one.service_code == service.code]
    found = []
    for document in StandardKind:
        version = version_in_force(service, document, on=on)
        if version is None:
            continue
        signed = [one for one in known if (one.document, one.version) == (document, version)]
        accounts = {one.account for one in signed}
        missing = sorted(name for account, name in staff if account not in accounts)
        found.append(
            Commitment(
                document=document,
                version=version,
                acknowledged=tuple(sorted(signed, key=lambda one: one.acknowledged_at)),
                missing=tuple(missing),
            )
        )
    return tuple(found)
