"""What an application asks for: a first licence, or another one in place of one that is there.

A sanction is not shaken off with a new licence: what is suspended or revoked is neither renewed,
changed nor replaced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from permit_service.domain.applicant import Applicant, Location
from permit_service.domain.errors import (
    ChangeNotNamed,
    LicenceEnded,
    LicenceReplaced,
    LicenceSanctioned,
    RenewalNotOpen,
)
from permit_service.domain.licence import Licence, LicenceStatus
from permit_service.domain.licence_terms import LicenceTerms
from permit_service.domain.validity import ValidityRule
from shared.errors import InvalidRequest

_SANCTIONED = frozenset({LicenceStatus.SUSPENDED, LicenceStatus.REVOKED})


class Purpose(StrEnum):
    """Renewal gives a new term, change other facts, replacement a new document for a lost one."""

    NEW = "new"
    RENEWAL = "renewal"
    CHANGE = "change"
    REPLACEMENT = "replacement"


class Changed(StrEnum):
    """What a change may be about."""

    HOLDER = "holder"
    LOCATION = "location"
    FACTS = "facts"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """`licence_id` is the licence in whose place the new one comes; `changes` are named for a
    change alone."""

    purpose: Purpose = Purpose.NEW
    licence_id: UUID | None = None
    changes: tuple[Changed, ...] = ()

    def __post_init__(self) -> None:
        """Raises InvalidRequest for a form that says two things."""
        is_new = self.purpose is Purpose.NEW
        if is_new != (self.licence_id is None):
            code = "not_allowed" if is_new else "required"
            raise InvalidRequest(pointers=(("/licence_id", code),))
        is_change = self.purpose is Purpose.CHANGE
        if is_change != bool(self.changes):
            code = "required" if is_change else "not_allowed"
            raise InvalidRequest(pointers=(("/changes", code),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a licence is about: who holds it, where, and what its form says."""

    service_code: str
    applicant: Applicant
    location: Location | None
    form: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The licence that is to be replaced, as of today. `facts` are those of its application; of
    an imported licence nothing is known but what stands on it."""

    licence: Licence
    status: LicenceStatus
    facts: Facts | None

    def require_replaceable(
        self, petition: Petition, rule: ValidityRule, *, today: date, terms: LicenceTerms
    ) -> None:
        """`rule` is how long licences of the service hold. Raises LicenceReplaced,
        LicenceSanctioned, LicenceEnded, RenewalNotOpen."""
        self.require_untouched()
        if petition.purpose is Purpose.RENEWAL:
            self._require_renewable(rule, today, terms)
        elif self.status is LicenceStatus.EXPIRED:
            raise LicenceEnded

    def require_untouched(self) -> None:
        """Raises what may have come since the application was made: another licence in its place,
        or a sanction."""
        if self.licence.replaced_by is not None:
            raise LicenceReplaced
        if self.status in _SANCTIONED:
            raise LicenceSanctioned

    def _require_renewable(self, rule: ValidityRule, today: date, terms: LicenceTerms) -> None:
        """A licence whose end nobody named may be renewed at any time, so that it gets one."""
        last_day = self.licence.valid_until
        if last_day is None and not rule.is_without_end:
            return
        if last_day is None:
            raise RenewalNotOpen(
                rule="renewal_without_end", pointers=(("/licence_id", "without_end"),)
            )
        if today < terms.renewal_opens_on(last_day):
            raise RenewalNotOpen(
                rule="renewal_too_early",
                article=terms.source,
                pointers=(("/licence_id", "too_early"),),
            )

    def replaced_with(self, petition: Petition, given: Facts) -> Facts:
        """The facts of the new licence. A replacement has those of the old one; what a renewal or
        a change alters must be named. Raises ChangeNotNamed."""
        if petition.purpose is Purpose.REPLACEMENT:
            return self._copied(given)
        altered = self._altered(given)
        if petition.purpose is Purpose.RENEWAL:
            altered &= {Changed.HOLDER, Changed.SERVICE}
        unnamed = sorted(altered - set(petition.changes))
        if unnamed:
            raise ChangeNotNamed(
                rule="change_not_named",
                pointers=tuple(("/changes", f"{one}_not_named") for one in unnamed),
            )
        return given

    def _altered(self, given: Facts) -> set[Changed]:
        licence = self.licence
        is_altered = {
            Changed.SERVICE: given.service_code != licence.service_code,
            Changed.HOLDER: _holder(given.applicant)
            != (licence.holder_name.casefold(), licence.nib),
        }
        if self.facts is not None:
            is_altered[Changed.LOCATION] = given.location != self.facts.location
            is_altered[Changed.FACTS] = dict(given.form) != dict(self.facts.form)
        return {one for one, is_so in is_altered.items() if is_so}

    def _copied(self, given: Facts) -> Facts:
        """Whom to write to is asked anew; all else stands as it stood."""
        licence = self.licence
        if given.service_code != licence.service_code:
            raise ChangeNotNamed(
                rule="change_not_named", pointers=(("/service_code", "another_service"),)
            )
        known = self.facts
        source = known.applicant if known else given.applicant
        applicant = replace(
            given.applicant,
            kind=source.kind,
            name=licence.holder_name,
            nib=licence.nib,
            nik=(source.nik if known else licence.holder_nik) or given.applicant.nik,
            address=(source.address if known else licence.holder_address)
            or given.applicant.address,
        )
        return Facts(
            service_code=given.service_code,
            applicant=applicant,
            location=known.location if known else given.location,
            form=known.form if known else given.form,
        )


def _holder(applicant: Applicant) -> tuple[str, str | None]:
    return applicant.name.casefold(), applicant.nib
