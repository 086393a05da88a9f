"""What an office enters by hand: complaints, letters, evaluations, and who signs.

The print names no day on which a letter came in: it is entered on the day of its reply, or on the
quarter's last day where there was none.
"""

from datetime import date
from typing import Any

from satupintu.demo.quarter import OFFICE, PRINTED
from satupintu.demo.visitor import Door, Json

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni")
LAST_DAY = date(2024, 6, 30)
FIRST_VERSION = {"If-Match": '"1"'}
# As the report's chapter IV has them.
ACTIONS = (
    "Menerapkan Standar Pelayanan Publik dan SOP perizinan, dengan komitmen aparatur penyelenggara",
    "Mempercepat penyusunan Standar Pelayanan dan SOP bersama OPD terkait",
    "Berkoordinasi dengan Pemerintah Pusat, Pemerintah Daerah dan OPD teknis",
    "Melakukan pelatihan atau bimbingan teknis kepada aparatur",
)
SUGGESTIONS = (
    "Petugas menyelenggarakan pelayanan sesuai jangka waktu dalam SPP dan SOP",
    "Menerapkan komitmen aparatur dalam penerapan SPP dan SOP",
    "Berkonsultasi dengan pemerintah pusat dan provinsi tentang sistem perizinan",
    "Melakukan pendampingan atau pelatihan kepada Front Office dan Back Office",
)


# The regency's own regulations, 1.2 g to i of the report.
OWN_LEGAL_BASES = (
    "Peraturan Bupati Kotawaringin Timur Nomor 20 Tahun 2022 tentang Susunan Organisasi dan Rincian"
    " Tugas Pokok, Fungsi serta Uraian Tugas Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
    " Kabupaten Kotawaringin Timur",
    "Peraturan Bupati Kotawaringin Timur Nomor 1 Tahun 2021 tentang Perubahan atas Peraturan Bupati"
    " Kotawaringin Timur Nomor 31 Tahun 2017 tentang Pendelegasian Kewenangan Penerbitan Perizinan"
    " dan Non Perizinan kepada Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
    " Kabupaten Kotawaringin Timur",
    "Peraturan Bupati Kotawaringin Timur Nomor 26 Tahun 2021 tentang Penyelenggaraan Perizinan"
    " Berusaha Berbasis Risiko di Kabupaten Kotawaringin Timur",
)


async def complain(door: Door, printed: Json) -> None:
    """One entry of the complaints register, taken at the counter."""
    officer = await door.staff("front_office", OFFICE)
    body = {
        "kind": "complaint",
        "subject": "institution",
        "ground": "supervision",
        "description": f"{printed['pelaku_usaha']}: {printed['materi']}",
        "complainant": {"kind": "business"},
    }
    await officer.post("/v1/complaints", body, expect=201)


async def name_who_signs(door: Door) -> None:
    """Nothing is published before signatory and letterhead are known."""
    administrator = await door.staff("administrator", OFFICE)
    accounts = await administrator.get("/v1/staff-accounts", params={"limit": 200})
    head = next(one for one in accounts["items"] if "head" in one["roles"])
    particulars = {
        "full_name": "Kepala Dinas (peragaan)",
        "position": "Kepala Dinas",
        "rank": "Pembina Utama Muda",
        "nip": "00000000 000000 0 000",
    }
    await administrator.call(
        "PATCH", f"/v1/staff-accounts/{head['id']}", json=particulars, headers=FIRST_VERSION
    )
    office = await administrator.get(f"/v1/offices/{OFFICE}")
    letterhead = [office["regency"], "Provinsi Kalimantan Tengah"]
    await administrator.call(
        "PUT",
        f"/v1/offices/{OFFICE}",
        json=office | {"letterhead": letterhead},
        headers=FIRST_VERSION,
    )


async def enter_legal_bases(door: Door) -> None:
    """The list that ships, followed by the regency's own regulations."""
    administrator = await door.staff("administrator", OFFICE)
    path = "/v1/reports/legal-bases"
    shipped = (await administrator.get(path))["items"]
    source = "Laporan Kinerja PTSP Triwulan II Tahun 2024, 1.2"
    own = [{"citation": one, "source": source} for one in OWN_LEGAL_BASES]
    await administrator.call(
        "PUT", path, json={"items": [*shipped, *own]}, headers={"If-Match": '"0"'}
    )


async def enter_registers(door: Door) -> list[str]:
    """Letters with their replies and the evaluation; returns the reply numbers that were refused,
    since their month is not that of their date."""
    refused = [await _enter_letter(door, one) for one in PRINTED["data_requests"]]
    head = await door.staff("head", OFFICE)
    for entry in _evaluations():
        body = {"year": 2024, "quarter": 2} | entry
        await head.post("/v1/evaluations", body, expect=201)
    return [one for one in refused if one]


async def _enter_letter(door: Door, printed: Json) -> str | None:
    officer = await door.staff("front_office", OFFICE)
    replied_on = _day(printed["balasan_tanggal"])
    letter = await officer.post(
        "/v1/data-requests",
        {
            "requester_type": printed["requester_type"],
            "sender": printed["pengirim_no_surat_tgl_printed"],
            "subject": printed["hal"],
            "received_on": (replied_on or LAST_DAY).isoformat(),
        },
        expect=201,
    )
    if replied_on is None:
        return None
    reply = {
        "unit": "PIPM",
        "dated_on": replied_on.isoformat(),
        "recipients": [printed["pengirim_no_surat_tgl_printed"]],
        "count": 0,
    }
    path = f"/v1/data-requests/{letter['id']}/reply"
    number = printed["balasan_nomor"]
    answer = await officer.call("POST", path, json=reply | {"number": number}, expect=None)
    if answer.is_success:
        return None
    await officer.call("POST", path, json=reply, expect=None)
    return str(number)


def _evaluations() -> list[dict[str, Any]]:
    obstacles = [
        {"kind": "obstacle", "text": one["kendala"], "solution": one["solusi"]}
        for one in PRINTED["evaluation"]
    ]
    actions = [{"kind": "action", "text": one} for one in ACTIONS]
    suggestions = [{"kind": "suggestion", "text": one} for one in SUGGESTIONS]
    return [*obstacles, *actions, *suggestions]


def _day(printed: str | None) -> date | None:
    """`6 Mei 2024` as a day."""
    if not printed:
        return None
    day, month, year = printed.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))
