"""OSS over HTTP, against the simulator as a program of its own: every method, every code of
Lampiran 9, both spellings, and everything that goes wrong on the way."""

from dataclasses import replace

import pytest

from gateway.adapters.oss.client import HttpOss
from gateway.domain.errors import OutsideSystemAway, OutsideSystemRefused
from gateway.domain.oss.codes import LicenceCode, Method
from gateway.testing.oss_door import permit_id
from shared.ids import new_id
from shared.local_ports import free_port
from shared.testing.oss import USER_KEY, SimulatedOss

pytestmark = pytest.mark.requirement("R003-P02-2")

NIB = "9120001234567"
STATUS = {
    "nib": NIB,
    "kd_status": "10",
    "tgl_status": "2026-06-15 07:00:00",
    "nip_status": "",
    "nama_status": "DPMPTSP Contoh",
    "keterangan": "Dokumen Lengkap",
}
LICENCE = {
    "nib": NIB,
    "kd_daerah": "8102011001",
    "nomor_izin": "500/1/DPMPTSP/2026",
    "tgl_terbit_izin": "2026-06-15",
    "tgl_berlaku_izin": "",
    "nama_ttd": "KEPALA DINAS",
    "nip_ttd": "",
    "jabatan_ttd": "Kepala DPMPTSP Contoh",
    "status_izin": "50",
}


@pytest.fixture
def ids(simulator: SimulatedOss) -> dict[str, str]:
    """A permit of this test alone."""
    return simulator.opens(permit_id(new_id()), nib=NIB)


@pytest.fixture
def oss(simulator: SimulatedOss) -> HttpOss:
    return HttpOss(url=simulator.methods, user_key=USER_KEY, timeout_seconds=10.0)


async def status(oss: HttpOss, ids: dict[str, str], code: str = "10") -> None:
    await oss.tell(Method.RECEIVE_LICENCE_STATUS, STATUS | ids | {"kd_status": code})


async def test_a_licence_and_its_statuses_are_recorded_and_asked_for_again(
    oss: HttpOss, ids: dict[str, str], simulator: SimulatedOss
) -> None:
    assert await oss.licence_status(ids["id_izin"]) == ""
    await status(oss, ids, "10")
    told = await oss.tell(Method.RECEIVE_LICENCE, LICENCE | ids)
    assert told.reference == LICENCE["nomor_izin"]
    await status(oss, ids, "70")
    simulator.behaves(spelling="responcheckStatusLicense")
    assert await oss.licence_status(ids["id_izin"]) == "70"
    mine = [one for one in simulator.recorded if one["id_izin"] == ids["id_izin"]]
    assert [one["status"] for one in mine] == ["10", "50", "70"]


async def test_a_business_is_checked_fetched_and_unknown_ones_are_refused(
    oss: HttpOss, simulator: SimulatedOss
) -> None:
    told = {"nib": NIB, "nama_perseroan": "PT CONTOH USAHA", "status_nib": "77", "tipe_dokumen ": 9}
    simulator.knows(NIB, told)
    line = await oss.nib_line(NIB)
    assert (line.name, line.status_code) == ("PT CONTOH USAHA", "77")
    assert (await oss.business(NIB))["tipe_dokumen"] == 9
    for asking in (oss.nib_line, oss.business):
        with pytest.raises(OutsideSystemRefused) as refused:
            await asking("9999999999999")
        assert refused.value.reason == "400"


async def test_code_lists_are_read_whole(oss: HttpOss) -> None:
    rows = await oss.references("10")
    assert len(rows) == 26
    assert set(LicenceCode) <= {one.code for one in rows}
    with pytest.raises(OutsideSystemRefused):
        await oss.references("999")


@pytest.mark.parametrize("code", ["400", "403", "404", "405", "777"])
async def test_a_no_is_a_no_also_with_a_code_that_is_in_no_list(
    oss: HttpOss, ids: dict[str, str], simulator: SimulatedOss, code: str
) -> None:
    simulator.behaves("code", code=code)
    with pytest.raises(OutsideSystemRefused) as refused:
        await status(oss, ids)
    assert refused.value.reason == code


@pytest.mark.parametrize("code", ["401", "500", "504"])
async def test_a_code_about_the_service_is_no_answer(
    oss: HttpOss, ids: dict[str, str], simulator: SimulatedOss, code: str
) -> None:
    simulator.behaves("code", code=code)
    with pytest.raises(OutsideSystemAway) as away:
        await status(oss, ids)
    assert away.value.reason == f"code_{code}"


@pytest.mark.parametrize(
    ("fault", "reason", "was_recorded"),
    [
        ("server_error", "status_500", False),
        ("silent_before_recording", "no_answer_in_time", False),
        ("silent_after_recording", "no_answer_in_time", True),
        ("lost_answer", "status_502", True),
        ("garbage", "not_understood", True),
        ("another_answer", "not_understood", True),
        ("endless_answer", "answer_too_large", True),
    ],
)
async def test_what_cannot_be_read_is_no_answer_and_never_a_no(
    oss: HttpOss,
    ids: dict[str, str],
    simulator: SimulatedOss,
    fault: str,
    reason: str,
    was_recorded: bool,
) -> None:
    simulator.behaves(fault, seconds=2.0)
    asking = replace(oss, timeout_seconds=1.0) if reason == "no_answer_in_time" else oss
    with pytest.raises(OutsideSystemAway) as away:
        await status(asking, ids)
    assert away.value.reason == reason
    assert await oss.licence_status(ids["id_izin"]) == ("10" if was_recorded else "")


async def test_a_slow_answer_is_waited_for(
    oss: HttpOss, ids: dict[str, str], simulator: SimulatedOss
) -> None:
    simulator.behaves("slow", seconds=0.3)
    await status(oss, ids)


async def test_fields_that_the_pia_does_not_allow_are_refused(
    oss: HttpOss, ids: dict[str, str]
) -> None:
    with pytest.raises(OutsideSystemRefused):
        await oss.tell(Method.RECEIVE_LICENCE, LICENCE | ids | {"kd_daerah": "81.02"})


async def test_a_wrong_key_and_a_closed_port_are_no_answers(simulator: SimulatedOss) -> None:
    stranger = HttpOss(url=simulator.methods, user_key="another key", timeout_seconds=10.0)
    with pytest.raises(OutsideSystemAway):
        await stranger.nib_line(NIB)
    nobody = HttpOss(url=f"http://127.0.0.1:{free_port()}", user_key="x", timeout_seconds=1.0)
    with pytest.raises(OutsideSystemAway) as away:
        await nobody.nib_line(NIB)
    assert away.value.reason == "not_reached"
    assert "another key" not in repr(stranger)
