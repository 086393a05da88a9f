"""What an office enters by hand: complaints, letters, evaluations, and who signs.

The print names no day on which a letter came in: it is entered on the day of its reply, or on the
quarter's last day where there was none.
"""

from datetime import date
from typing import Any

from satupintu.demo.quarter import OFFICE, PRINTED, TEXT
from satupintu.demo.visitor import Door, Json

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni")
LAST_DAY = date(2024, 6, 30)
# As they stand on the print's cover.
LETTERHEAD = (
    "Provinsi Kalimantan Tengah",
    "Jalan MT. Haryono No. 89, Sampit",
    "Telepon (0531) 32318",
    "Surel dpmptsp@kotimkab.go.id",
    "https://dpmptsp.kotimkab.go.id",
)
# The businesses that the print's complaints speak of.
PARTIES = {
    "Yayasan [nama]": "non_individual",
    "Notaris": "individual",
    "Pengusaha Walet": "individual",
}
FIRST_VERSION = {"If-Match": '"1"'}
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


async def complain(door: Door, printed: Json) -> str:
    """One entry of the complaints register, taken at the counter; its number."""
    officer = await door.staff("front_office", OFFICE)
    body = {
        "kind": "complaint",
        "subject": "institution",
        "ground": "supervision",
        "businesses": [
            {"name": name, "kind": PARTIES[name]} for name in printed["pelaku_usaha"].split(" dan ")
        ],
        "description": printed["materi"],
        "complainant": {"kind": "business", "name": printed["pemohon_pelapor"]},
    }
    filed = await officer.post("/v1/complaints", body, expect=201)
    return str(filed["number"])


async def enter_follow_ups(door: Door, first: str, second: str) -> None:
    """What was done for both entries, in the print's order. The end of the first one's cell stands
    in the second's: it is entered where it belongs."""
    cells = [one["penyelesaian"] for one in PRINTED["complaints"]]
    rest, meeting, of_agencies = cells[1].partition("Melakukan rapat")
    told, _, done = f"{cells[0]} {rest}".partition("TINDAK LANJUT PENYELESAIAN")
    traced, assistance, helped = done.partition("Layanan Tim pengaduan")
    for number, kind, notes, waits_for in (
        (first, "advice", told, None),
        (first, "tracing", traced, None),
        (first, "assistance", f"{assistance}{helped}", "business"),
        (second, "agency_meeting", f"{meeting}{of_agencies}", None),
    ):
        officer = await door.staff("front_office", OFFICE)
        body = {"kind": kind, "notes": notes.strip(), "waits_for": waits_for}
        await officer.post(f"/v1/complaints/{number}/actions", body)


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
    await administrator.call(
        "PUT",
        f"/v1/offices/{OFFICE}",
        json=office | {"letterhead": [office["regency"], *LETTERHEAD]},
        headers=FIRST_VERSION,
    )


async def name_who_is_addressed(door: Door) -> None:
    """The Governor through the head of the province's office, as the foreword has it."""
    administrator = await door.staff("administrator", OFFICE)
    path = "/v1/reports/settings"
    standing = await administrator.call("GET", path)
    body = {
        "addressee": "Gubernur Kalimantan Tengah",
        "through": "Kepala DPMPTSP Provinsi Kalimantan Tengah",
        "place": "Palangka Raya",
        "letter_unit": "PTSP",
    }
    await administrator.call("PUT", path, json=body, headers={"If-Match": standing.headers["ETag"]})


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
    """Letters with their replies and the evaluation; returns a remark for each reply that cannot
    be entered as it was printed."""
    remarks = [await _enter_letter(door, one) for one in PRINTED["data_requests"]]
    head = await door.staff("head", OFFICE)
    for entry in _evaluations():
        body = {"year": 2024, "quarter": 2} | entry
        await head.post("/v1/evaluations", body, expect=201)
    return [one for one in remarks if one]


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
    number = printed["balasan_nomor"]
    if replied_on is None:
        undated = f"reply {number} is printed without a date: its letter stays unanswered"
        return undated if number else None
    reply = {
        "unit": "PIPM",
        "dated_on": replied_on.isoformat(),
        "recipients": [printed["pengirim_no_surat_tgl_printed"]],
        "count": 0,
    }
    path = f"/v1/data-requests/{letter['id']}/reply"
    answer = await officer.call("POST", path, json=reply | {"number": number}, expect=None)
    if answer.is_success:
        return None
    await officer.call("POST", path, json=reply, expect=None)
    return f"a reply's printed number was refused, {number}: the system numbers it"


def _evaluations() -> list[dict[str, Any]]:
    obstacles = [
        {"kind": "obstacle", "text": one["kendala"], "solution": one["solusi"]}
        for one in PRINTED["evaluation"]
    ]
    kinds = iter(("action", "suggestion"))
    closing, kind = [], ""
    for letter, text in _lettered():
        kind = next(kinds) if letter == "a" else kind
        closing.append({"kind": kind, "text": text})
    return [*obstacles, *closing]


def _lettered() -> list[tuple[str, str]]:
    """The two lettered lists of the print's chapter IV, the one after the other."""
    entries = (one.partition(". ") for one in TEXT["paragraphs"] if one.startswith("- "))
    return [(letter[2:], text.rstrip(" ;.")) for letter, _, text in entries]


def _day(printed: str | None) -> date | None:
    """`6 Mei 2024` as a day."""
    if not printed:
        return None
    day, month, year = printed.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))
