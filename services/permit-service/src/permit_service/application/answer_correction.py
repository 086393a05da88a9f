"""The applicant answers a correction in words; a document answers by being handed in."""

from dataclasses import dataclass, replace

from permit_service.application.access import require_applicant_side
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.correction import CorrectionRound, open_round, with_round
from shared.errors import TransitionNotAllowed


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCorrection(Step):
    """`number` is the question's within the open round."""

    number: int
    answer: str


async def answer_correction(command: AnswerCorrection, ports: Ports) -> Dossier:
    """Raises NotFound for a question that was not asked, TransitionNotAllowed where nothing is."""
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work, right=require_applicant_side)
        standing = open_round(dossier.rounds)
        if standing is None:
            raise TransitionNotAllowed
        answered = standing.answered_by_words(
            command.number, command.answer, by=command.caller.actor, at=dossier.now
        )
        dossier = await keep_round(dossier, answered, work)
        return await kept(dossier, dossier.application, work)


async def keep_round(dossier: Dossier, one: CorrectionRound, work: Work) -> Dossier:
    """Writes a round as it is now; the file after it."""
    rounds = with_round(dossier.rounds, one)
    await work.corrections.save(dossier.application, rounds, before=dossier.rounds)
    return replace(dossier, rounds=rounds)
