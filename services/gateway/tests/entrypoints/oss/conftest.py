"""The gateway before officers who enter in OSS what has no method there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.testing.inspection_forms import InspectionForms
from gateway.testing.oss_door import OssDoor
from gateway.testing.oss_entry_desk import EntryDesk
from gateway.testing.service import build_gateway
from shared.testing.http import client
from shared.testing.oss import USER_KEY, SimulatedOss


@pytest.fixture
async def desk(
    oss_desk: OssDoor, simulator: SimulatedOss, tmp_path: Path
) -> AsyncIterator[EntryDesk]:
    door = oss_desk
    inspection = InspectionForms(door.issuer.system)
    gateway = build_gateway(
        door.database,
        clock=door.clock,
        issuer=door.issuer,
        home=tmp_path,
        services={"permit": door.desk.app, "inspection": inspection.app},
        oss_url=simulator.methods,
        oss_user_key=USER_KEY,
    )
    async with client(gateway.app) as http:
        yield EntryDesk(http=http, door=door, inspection=inspection)
