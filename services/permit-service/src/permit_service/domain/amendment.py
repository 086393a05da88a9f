"""What an applicant may correct of what was written down, while it lies with them.

A draft and a returned application are the applicant's to correct; what was handed in is on record
and stands as it is.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from permit_service.domain.applicant import Location
from permit_service.domain.application import Application
from permit_service.domain.service import Mode
from shared.errors import TransitionNotAllowed


class Part(StrEnum):
    """What may be corrected; service, office and owner may not."""

    APPLICANT = "applicant"
    LOCATION = "location"
    FORM = "form"
    REFERENCE = "reference"
    METADATA = "metadata"


# Of applicant and place each member that is named; of the others the whole.
Amendment = Mapping[Part, Any]


def amended(application: Application, amendment: Amendment, *, today: date) -> Application:
    """With what is named in place of what stood. Raises TransitionNotAllowed once it is handed in,
    NikNotValid, and InvalidRequest for who applies alone and could not be reached any more."""
    if not application.takes_documents:
        raise TransitionNotAllowed
    particulars = amendment.get(Part.APPLICANT, {})
    applicant = replace(application.applicant, **particulars).checked(today=today)
    if application.mode is Mode.SELF_SERVICE:
        applicant.require_contact()
    return replace(
        application,
        applicant=applicant,
        location=_located(application.location, amendment),
        form=amendment.get(Part.FORM, application.form),
        reference=amendment.get(Part.REFERENCE, application.reference),
        metadata=amendment.get(Part.METADATA, application.metadata),
    )


def altered(before: Application, after: Application) -> tuple[Part, ...]:
    """The parts in which two of one application differ."""
    return tuple(one for one in Part if getattr(before, one) != getattr(after, one))


def _located(location: Location | None, amendment: Amendment) -> Location | None:
    if Part.LOCATION not in amendment:
        return location
    named = amendment[Part.LOCATION]
    return None if named is None else replace(location or Location(), **named)
