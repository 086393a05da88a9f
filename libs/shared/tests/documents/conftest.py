"""One local authority, one signatory, one sheet: what the tests of documents start from."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.documents.local_authority import LocalAuthority
from shared.documents.signing import Signatory
from shared.testing.clock import FixedClock

NOW = datetime(2026, 1, 12, 3, 0, tzinfo=UTC)
PASSPHRASE = "empat kata acak panjang"
HEAD = Signatory(
    account="head.8102",
    name="NAMA KEPALA DINAS",
    nip="197001011995031001",
    organisation="DPMPTSP Kabupaten Maluku Tenggara",
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def authority(tmp_path: Path, clock: FixedClock) -> LocalAuthority:
    made = LocalAuthority.at(tmp_path / "signing", clock=clock)
    made.issue(HEAD, passphrase=PASSPHRASE)
    return made
