"""Applications as SiCANTIK shows them, and what is asked of them. The people do not exist."""

import random
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

SERVICES = {"1021": "Izin Reklame", "1044": "Izin PAUD", "1077": "Izin Lembaga Kursus"}
_DAYS = 90


def seeded(count: int, *, seed: int, until: date) -> list[Row]:
    """So many applications of the last three months: the same for the same seed and day."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    return [_row(number, chance, until) for number in range(1, count + 1)]


def _row(number: int, chance: random.Random, until: date) -> Row:
    submitted = until - timedelta(days=chance.randrange(_DAYS))
    code = chance.choice(sorted(SERVICES))
    is_issued = chance.random() < 0.5
    issued = min(until, submitted + timedelta(days=chance.randrange(1, 10)))
    return {
        "permohonan_izin_id": str(number),
        "no_permohonan": f"SIM/{code}/{number:05}/{submitted:%Y}",
        "jenis_izin_id": code,
        "jenis_izin": SERVICES[code],
        "tipe_pemohon": "PERORANGAN",
        "nama": f"Pemohon Contoh {number}",
        "alamat": f"Jalan Contoh {number}",
        "email": f"pemohon{number}@contoh.example",
        "no_hp": f"0811{number:08}",
        "tgl_lahir": "1990-01-01",
        "lokasi_izin": f"Jalan Contoh {number}",
        "tgl_pengajuan": submitted.isoformat(),
        "status": "Selesai" if is_issued else "Proses",
        "no_izin": f"{number:03}/SIM/{submitted:%Y}" if is_issued else None,
        "tgl_penetapan": issued.isoformat() if is_issued else None,
        "del": "0",
    }


def between(rows: list[Row], name: str, first: str | None, last: str | None) -> list[Row]:
    """Those with a day between the two; without days, all."""
    if not first or not last:
        return rows
    days = first.strip("'"), last.strip("'")
    return [one for one in rows if days[0] <= str(one.get(name) or "")[:10] <= days[1]]


def steps_of(row: Row) -> list[Row]:
    """The way of an application, each step with its status."""
    if "berkas" in row:
        return list(row["berkas"])
    started = row.get("tgl_pengajuan")
    is_done = bool(row.get("no_izin"))
    return [
        {"nama_proses": "Pendaftaran", "status": "Selesai", "start_date": started},
        {"nama_proses": "Verifikasi", "status": "Selesai" if is_done else "Proses"},
        {"nama_proses": "Penetapan", "status": "Selesai" if is_done else "Menunggu"},
    ]
