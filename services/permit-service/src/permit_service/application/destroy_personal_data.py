"""Destroying what a file says of people, in the caller's transaction: state, event and the note of
the files that go are one. The files themselves go after it; whoever dies between leaves them to
the sweep. The log of events is untouched: it never said who."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Work
from permit_service.application.rejection_letter import letter_key
from permit_service.application.validate_application import draft_key
from permit_service.domain.erasure import Erasure, lost, unremarked, unsaid, unseen
from permit_service.domain.retention import Erased
from shared.contracts.permit_retention import PersonalDataDestroyedV1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why: a run of a retention class, or somebody's request for deletion."""

    reason: str
    id: UUID


async def destroy_personal_data(
    dossier: Dossier, erasure: Erasure, cause: Cause, work: Work
) -> Sequence[str]:
    """The keys of the files that go; they are condemned already. The file is held."""
    before = dossier.application
    after = await work.applications.save(erasure.applied_to(before), before=before)
    keys = list(lost(before.documents, after.documents))
    if erasure.erases is Erased.WHOLE:
        keys += await _erase_casework(dossier, work)
    await work.documents.condemn(keys, office_code=before.office_code)
    work.events.add(
        PersonalDataDestroyedV1(
            office_code=before.office_code,
            application_id=before.id,
            service_code=before.service_code,
            erased=erasure.erases.value,
            because_of=cause.id,
            destroyed_at=erasure.at,
        ),
        reason=cause.reason,
    )
    return keys


async def _erase_casework(dossier: Dossier, work: Work) -> list[str]:
    """What stands beside the application: rounds, visits, checks, receivers, our own letters."""
    application, rounds, visits = dossier.application, dossier.rounds, dossier.visits
    await work.corrections.save(application, unsaid(rounds), before=rounds)
    await work.visits.save(application, unseen(visits), before=visits)
    if dossier.checks:
        await work.checks.save(application, unremarked(dossier.checks), by=work.actor, at=work.now)
    await work.retention.records.erase_receivers(application.id)
    photos = [photo.storage_key for visit in visits for photo in visit.photos]
    return [*photos, letter_key(application), draft_key(application)]
