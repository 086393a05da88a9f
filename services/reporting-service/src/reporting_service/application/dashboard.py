"""What an office looks at in the morning: how much came in, went out, waits and was late, by
channel. Read from counters alone, so that a busy year costs what an empty one does."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from reporting_service.application.ports import Ports
from reporting_service.application.service_performance import performances
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.issuance import OPEN_STAGES
from reporting_service.domain.table import Freshness
from shared.calendar.office_time import Period, parse_period
from shared.errors import NotFound
from shared.identity import STAFF, Caller, Role

# Stages that the tiles count, under the words of the tiles.
FLOWS: Mapping[str, str] = {
    "submitted": "submitted",
    "issued": "signed",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "delivered": "delivered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """`flows` are of the period; `open` is of this moment, by the furthest stage reached. `late`
    are licences of the period that took longer than promised; nothing where nothing is known."""

    office_code: str
    period: Period
    flows: Mapping[str, int]
    by_channel: Mapping[str, Mapping[str, int]]
    open: Mapping[str, int]
    late: int | None
    measured: int
    freshness: Freshness


async def dashboard(caller: Caller, office_code: str, period: str, ports: Ports) -> Dashboard:
    """For staff of the office and its province; raises OfficeUnknown, PeriodNotValid."""
    caller.require(*STAFF, Role.PROVINCE)
    if office_code not in caller.offices:
        raise NotFound
    async with ports.read(caller) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        stretch = parse_period(period, office.zone)
        counts = await work.stages.counts(office_code, stretch.first_day, stretch.last_day)
        waiting = await work.stages.open(office_code)
        services = await performances(office_code, stretch, work, ports)
        freshness = await work.progress.all(office_code)
    word_of = {stage: word for word, stage in FLOWS.items()}
    flows: Counter[str] = Counter()
    channels: dict[str, Counter[str]] = defaultdict(Counter)
    for one in counts:
        if one.stage in word_of and one.in_period:
            flows[word_of[one.stage]] += one.in_period
            channels[one.channel][word_of[one.stage]] += one.in_period
    measured = sum(one.measured for one in services)
    return Dashboard(
        office_code=office_code,
        period=stretch,
        flows={word: flows[word] for word in FLOWS},
        by_channel={
            channel: {word: channels[channel][word] for word in FLOWS}
            for channel in sorted(channels)
        },
        open={stage: waiting.get(stage, 0) for stage in OPEN_STAGES},
        late=sum(one.breaches or 0 for one in services) if measured else None,
        measured=measured,
        freshness=freshness.get("stages", Freshness()),
    )
