"""Use cases in memory: what they do, what they refuse, and whom they tell."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from inspection_service.application.complete_businesses import complete_businesses
from inspection_service.application.facts import (
    HolderAnswer,
    LicenceFact,
    OfficeFact,
)
from inspection_service.application.follow_up_violation import (
    EvaluateCorrection,
    FollowUpViolation,
    SubmitCorrection,
    evaluate_correction,
    follow_up_violation,
    submit_correction,
)
from inspection_service.application.impose_sanction import ImposeSanction, impose_sanction
from inspection_service.application.lift_sanction import LiftSanction, lift_sanction
from inspection_service.application.propose_sanction import ProposeSanction, propose_sanction
from inspection_service.application.record_facts import record_licences, record_offices
from inspection_service.application.record_violation import RecordViolation, record_violation
from inspection_service.domain.business import Licence, Location
from inspection_service.domain.errors import EntryNotAllowed, GuidanceFirst, SamePerson
from inspection_service.domain.follow_up import FollowUpKind, GuidanceForm
from inspection_service.domain.rules import Level, Step
from inspection_service.domain.sanction import SanctionStatus
from inspection_service.domain.violation import NamedViolation
from inspection_service.testing import MemorySupervision
from shared.errors import Forbidden, NotFound
from shared.identity import Caller, Role, system_caller
from shared.testing.clock import FixedClock

OFFICE = "53.11"
NIB = "1234567890123"
TODAY = date(2026, 6, 15)


def somebody(*roles: Role, nibs: tuple[str, ...] = ()) -> Caller:
    offices = () if Role.APPLICANT in roles else (OFFICE,)
    return Caller(actor=str(uuid4()), roles=frozenset(roles), offices=offices, nibs=nibs)


OFFICIAL = somebody(Role.LICENSING_OFFICIAL)
HEAD = somebody(Role.HEAD)
INSPECTOR = somebody(Role.INSPECTOR)
OWNER = somebody(Role.APPLICANT, nibs=(NIB,))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))


@pytest.fixture
async def house(clock: FixedClock) -> MemorySupervision:
    """An office with a business that has one licence."""
    made = MemorySupervision(clock, passphrase="-")
    licence = Licence(id=uuid4(), number="1", service_code="REKLAME", issued_on=date(2026, 1, 5))
    async with made.ports.begin(system_caller("test", OFFICE)) as work:
        await record_offices(
            [
                OfficeFact(
                    code=OFFICE,
                    name="DPMPTSP",
                    regency="Sumba Timur",
                    number_code="DPMPTSP",
                    time_zone="Asia/Makassar",
                    counts_cuti_bersama_as_working=False,
                    settings_version=1,
                )
            ],
            work,
        )
        await record_licences([LicenceFact(office_code=OFFICE, nib=NIB, licence=licence)], work)
    return made


async def licence_of(house: MemorySupervision) -> UUID:
    async with house.ports.begin(HEAD) as work:
        return (await work.businesses.by_nib(NIB)).licences[0].id


async def violation(house: MemorySupervision, level: Level = Level.HEAVY) -> UUID:
    made = await record_violation(
        RecordViolation(
            caller=INSPECTOR,
            nib=NIB,
            named=NamedViolation(
                level=level,
                obligation_code="TJ-D",
                description="-",
                licence_ids=(await licence_of(house),),
            ),
        ),
        house.ports,
    )
    return made.id


async def test_a_reported_violation_is_told(house: MemorySupervision) -> None:
    await violation(house)
    assert house.told == ["inspection.violation_found"]


async def test_who_holds_both_roles_only_proposes(house: MemorySupervision) -> None:
    both = somebody(Role.HEAD, Role.LICENSING_OFFICIAL)
    proposal = await propose_sanction(
        ProposeSanction(caller=both, violation_id=await violation(house), step=Step.SUSPENSION),
        house.ports,
    )
    assert proposal.status is SanctionStatus.PROPOSED
    with pytest.raises(SamePerson):
        await impose_sanction(ImposeSanction(caller=both, sanction_id=proposal.id), house.ports)
    await impose_sanction(ImposeSanction(caller=HEAD, sanction_id=proposal.id), house.ports)
    assert house.told[-1] == "inspection.sanction_imposed"


async def test_a_refused_sanction_tells_nobody(house: MemorySupervision) -> None:
    violation_id = await violation(house, Level.MEDIUM)
    with pytest.raises(EntryNotAllowed):
        await propose_sanction(
            ProposeSanction(caller=HEAD, violation_id=violation_id, step=Step.SUSPENSION),
            house.ports,
        )
    assert house.told == ["inspection.violation_found"]


@pytest.mark.parametrize("role", [Role.FRONT_OFFICE, Role.BACK_OFFICE, Role.APPLICANT])
async def test_others_propose_nothing(house: MemorySupervision, role: Role) -> None:
    with pytest.raises(Forbidden):
        await propose_sanction(
            ProposeSanction(caller=somebody(role), violation_id=uuid4(), step=Step.SUSPENSION),
            house.ports,
        )


async def follow_up(house: MemorySupervision, violation_id: UUID) -> UUID:
    made = await follow_up_violation(
        FollowUpViolation(
            caller=OFFICIAL,
            violation_id=violation_id,
            kind=FollowUpKind.GUIDANCE,
            guidance_form=GuidanceForm.CONSULTATION,
            notes="-",
            correction_due_on=TODAY + timedelta(days=14),
        ),
        house.ports,
    )
    return made.id


async def test_a_light_violation_is_sanctioned_once_its_correction_has_failed(
    house: MemorySupervision, clock: FixedClock
) -> None:
    violation_id = await violation(house, Level.LIGHT)
    command = ProposeSanction(caller=HEAD, violation_id=violation_id, step=Step.WARNING_1)
    await follow_up(house, violation_id)
    with pytest.raises(GuidanceFirst):
        await propose_sanction(command, house.ports)
    clock.move(timedelta(days=15))
    sanction = await propose_sanction(command, house.ports)
    assert sanction.entry_reason == "guidance_failed"


async def test_an_accepted_correction_settles_the_violation(house: MemorySupervision) -> None:
    violation_id = await violation(house)
    follow_up_id = await follow_up(house, violation_id)
    await submit_correction(
        SubmitCorrection(caller=OWNER, follow_up_id=follow_up_id, description="-"),
        house.ports,
    )
    await evaluate_correction(
        EvaluateCorrection(caller=OFFICIAL, follow_up_id=follow_up_id, accepted=True, notes="-"),
        house.ports,
    )
    assert house.told[-1] == "inspection.correction_accepted"
    with pytest.raises(Exception, match="settled"):
        await propose_sanction(
            ProposeSanction(caller=HEAD, violation_id=violation_id, step=Step.SUSPENSION),
            house.ports,
        )


async def test_a_stranger_corrects_nothing(house: MemorySupervision) -> None:
    follow_up_id = await follow_up(house, await violation(house))
    with pytest.raises(NotFound):
        await submit_correction(
            SubmitCorrection(
                caller=somebody(Role.APPLICANT, nibs=("9999999999999",)),
                follow_up_id=follow_up_id,
                description="-",
            ),
            house.ports,
        )


async def test_only_the_head_lifts(house: MemorySupervision) -> None:
    sanction = await propose_sanction(
        ProposeSanction(caller=HEAD, violation_id=await violation(house), step=Step.SUSPENSION),
        house.ports,
    )
    command = LiftSanction(caller=OFFICIAL, sanction_id=sanction.id, reason="-")
    with pytest.raises(Forbidden):
        await lift_sanction(command, house.ports)


async def test_a_business_is_completed_when_the_permit_service_answers(
    house: MemorySupervision, clock: FixedClock
) -> None:
    assert await complete_businesses(house.ports) == 0
    assert await complete_businesses(house.ports) == 0
    licence_id = await licence_of(house)
    house.siblings.answers[licence_id] = HolderAnswer(
        name="Toko Contoh", location=Location(id=licence_id, address="Jl. Contoh 1")
    )
    clock.move(timedelta(seconds=2))
    assert await complete_businesses(house.ports) == 1
    assert await complete_businesses(house.ports) == 0
    async with house.ports.begin(HEAD) as work:
        business = await work.businesses.by_nib(NIB)
    assert (business.name, business.locations[0].address) == ("Toko Contoh", "Jl. Contoh 1")
