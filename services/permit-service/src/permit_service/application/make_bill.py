"""A bill at the payment service for what is owed, and what is asked of it afterwards.

Three moments: the bill is kept under an id of ours, it is asked for with no transaction open, and
the answer is kept. A time-out leaves it asked for: the next try asks under the same id, so that
nothing is billed twice.
"""

from dataclasses import replace

from permit_service.application.access import require_biller
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, kept, opened
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.bill import Bill, BillState, MadeBill
from permit_service.domain.errors import RetributionNotAssessed
from permit_service.domain.retribution import require_retribution
from shared.errors import TransitionNotAllowed

BILL = "bill"


async def make_bill(command: Step, ports: Ports) -> Dossier:
    """Raises RetributionNotAssessed, TransitionNotAllowed where nothing is owed, Unavailable."""
    dossier, bill = await _asked(command, ports)
    current = dossier.retribution.current
    assert current is not None
    made: MadeBill | None = None
    if bill.state is BillState.ASKED:
        made = await ports.payments.make_bill(
            bill, number=current.number, description=dossier.service.name
        )
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(_unversioned(command), work)
        before = dossier.retribution
        standing = next((one for one in before.bills if one.id == bill.id), None)
        if made is None or standing is None:
            return work.answer(dossier)
        after = before.billed(standing.made(made))
        await work.retributions.save(dossier.application, after, before=before)
        return await kept(replace(dossier, retribution=after), dossier.application, work)


async def _asked(command: Step, ports: Ports) -> tuple[Dossier, Bill]:
    """The bill that asks for what is owed now: the one that stands, or a new one."""
    async with ports.begin(command.caller) as work:
        await work.refuse_repeated(command.once)
        dossier = await opened(command, work, right=require_biller)
        require_retribution(dossier.service)
        before = dossier.retribution
        if before.current is None:
            raise RetributionNotAssessed
        if not before.is_due:
            raise TransitionNotAllowed
        standing = before.open_bill(at=dossier.now)
        if standing is not None:
            return dossier, standing
        bill = Bill(
            id=ports.new_id(),
            revision=before.current.revision,
            amount=before.outstanding,
            asked_at=dossier.now,
        )
        after = before.billed(bill)
        await work.retributions.save(dossier.application, after, before=before)
        target = TokenTarget(office_code=dossier.office.code, target=dossier.application.id)
        await work.tokens.add(BILL, str(bill.id), target)
        await work.applications.save(dossier.application, before=dossier.application)
        return replace(dossier, retribution=after), bill


def _unversioned(command: Step) -> Step:
    return Step(caller=command.caller, application_id=command.application_id, once=command.once)
