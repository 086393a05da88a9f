"""An application that says something of its applicant wherever it can, and a search for it in
everything that is kept."""

from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from permit_service.adapters.sealed import SEALED
from permit_service.testing.counter import PDF, draft_body
from permit_service.testing.facts import OFFICE
from permit_service.testing.memory_work import KEYRING
from shared.database.engine import connection_arguments

from .documents import Office

NIK = "8102150101900001"
# What is searched for afterwards; each is written in another place.
PLANTED = {
    "name": "Tanaman Nama",
    "email": "tanaman@contoh.example",
    "phone": "+62 811 7777 001",
    "nik": NIK,
    "address": "Jalan Tanaman 1",
    "place": "Jalan Tanaman 2",
    "form": "tanaman formulir",
    "reference": "tanaman-rujukan",
    "metadata": "tanaman metadata",
    "question": "tanaman pertanyaan",
    "answer": "tanaman jawaban",
    "notes": "tanaman alasan",
    "file": "tanaman berkas",
}
APPLICANT = {
    "kind": "person",
    **{one: PLANTED[one] for one in ("name", "email", "phone", "nik", "address")},
}
WORDS = tuple(one.encode() for one in PLANTED.values())


async def rejected(office: Office) -> str:
    """An application that says something of its applicant wherever it can, and came to its end."""
    counter = office.counter
    body = draft_body(
        applicant=APPLICANT,
        location={"address": PLANTED["place"], "district": "Kei Kecil"},
        form={"ukuran": PLANTED["form"]},
        reference=PLANTED["reference"],
        metadata={"catatan": PLANTED["metadata"]},
    )
    one: str = (await counter.documented(**body))["id"]
    await counter.upload(one, 1, content=PDF + f"% {PLANTED['file']}".encode())
    applicant, front = counter.as_("applicant"), counter.as_("front_office")
    await counter.step(one, "submission", who=applicant)
    asked = {
        "outcome": "returned",
        "notes": PLANTED["notes"],
        "corrections": [{"requirement_no": 1, "question": PLANTED["question"]}],
    }
    await counter.step(one, "verification", asked, who=front)
    said = {"answer": PLANTED["answer"]}
    await counter.step(one, "corrections/1/answer", said, who=applicant)
    await counter.step(one, "resubmission", who=applicant)
    ended = {"outcome": "rejected", "notes": PLANTED["notes"], "legal_basis": "Perda 1/2020 Ps 2"}
    await counter.step(one, "verification", ended, who=front)
    letter = await office.http.get(
        f"/v1/applications/{one}/rejection-letter.pdf", headers=applicant
    )
    assert letter.status_code == 200
    return one


async def everything_kept(database_url: str, files: Path) -> dict[str, bytes]:
    """Every row with what is sealed in it opened, and every file."""
    kept: dict[str, bytes] = {}
    connection = await asyncpg.connect(**connection_arguments(make_url(database_url)))
    try:
        tables = await connection.fetch(
            "select tablename as name from pg_tables where schemaname = 'public'"
        )
        for (table,) in tables:
            rows = await connection.fetch(f'select t::text as row from "{table}" t')
            kept[table] = "\n".join(row["row"] for row in rows).encode()
        for one in SEALED:
            for column in one.columns:
                rows = await connection.fetch(
                    f"select {column} as sealed from {one.table} where {column} is not null"
                )
                opened = [KEYRING.decrypt(row["sealed"]) for row in rows if row["sealed"]]
                kept[f"{one.table}.{column}"] = b"\n".join(opened)
    finally:
        await connection.close()
    return kept | {
        str(one.relative_to(files)): one.read_bytes() for one in files.rglob("*") if one.is_file()
    }


def found_in(kept: dict[str, bytes]) -> set[str]:
    return {place for place, content in kept.items() if any(one in content for one in WORDS)}


async def asked(office: Office, method: str, path: str, **more: Any) -> Any:
    who = office.counter.as_(more.pop("role", "administrator"), office=more.pop("of", OFFICE))
    return await office.http.request(method, f"/v1/{path}", headers=who, **more)
