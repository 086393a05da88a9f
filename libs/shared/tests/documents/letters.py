"""Values for each letter, complete, with nobody's real name in them."""

from shared.documents.typesetting import Letter

HOSTILE = '#panic("x") $1/0$ *b* _i_ `c` @ref <a> \\ "q" \'s\' [k] // /* #eval("1")'
OFFICE = {
    "government": "Pemerintah Kabupaten Maluku Tenggara",
    "name": "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "address": "Jalan Contoh Nomor 1, Langgur",
    "contact": "Telepon (0916) 000000",
}
COMMON: dict[str, object] = {
    "office": OFFICE,
    "number": "503/0001/DPMPTSP/I/2026",
    "place": "Langgur",
    "issued_on": "2026-01-12",
    "signatory": {
        "title": "Kepala Dinas",
        "name": "NAMA KEPALA DINAS",
        "rank": "Pembina Utama Muda",
        "nip": "19700101 199503 1 001",
    },
    "certificate_issuer": "Otoritas Contoh",
    "copies": ["Arsip"],
}
INSPECTORS = [
    {"name": "Pengawas Satu", "rank": "Penata", "nip": "19800101 200501 1 001"},
    {"name": "Pengawas Dua", "position": "Anggota"},
]
BUSINESS = {
    "name": "CV Contoh",
    "nib": "1234567890123",
    "address": "Jalan Contoh 5",
    "representative": "Penanggung jawab",
    "activities": [{"kbli": "73100", "name": "Periklanan", "risk": "rendah"}],
}


def licence(holder: str = "CV Contoh") -> dict[str, object]:
    return COMMON | {
        "title": "Izin Reklame",
        "legal_basis": ["Peraturan Bupati Nomor 23 Tahun 2021"],
        "holder": {"name": holder, "address": "Jalan Contoh 5", "nib": "1234567890123"},
        "location": "Jalan Raya Langgur",
        "facts": [{"label": "Ukuran", "value": "4 m × 6 m"}],
        "valid_until": "2027-01-12",
        "conditions": ["Wajib dipelihara."],
    }


ALL: dict[Letter, dict[str, object]] = {
    Letter.LICENCE: licence(),
    Letter.OWN_LAYOUT: COMMON
    | {
        "title": "Izin Reklame",
        "legal_basis": ["Peraturan Bupati Nomor 23 Tahun 2021"],
        "opening": "Menimbang permohonan.\n\nDengan ini",
        "grant": "memberikan izin",
        "sections": [
            {"kind": "facts", "heading": "Kepada:", "rows": [{"label": "Nama", "value": "CV"}]},
            {
                "kind": "columns",
                "left": [{"kind": "facts", "rows": [{"label": "NIB", "value": "1234567890123"}]}],
                "right": [{"kind": "text", "text": HOSTILE}],
            },
            {"kind": "list", "heading": "Dengan ketentuan:", "items": ["Wajib dipelihara."]},
            {"kind": "list", "heading": None, "items": []},
        ],
    },
    Letter.REJECTION: COMMON
    | {
        "number": "0001/TOLAK/DPMPTSP/VI/2026",
        "place": "Langgur",
        "issued_on": "2026-06-15",
        "recipient": {"name": "Toko Contoh", "place": "Jalan Contoh 1"},
        "service": "Izin Penyelenggaraan Reklame",
        "receipt_number": "8102-AAAA-BBBB",
        "submitted_on": "2026-06-12",
        "application": "01900000-0000-7000-8000-000000000001",
        "reason": "Lokasi di luar peruntukan reklame.",
        "legal_basis": "Perda Nomor 5 Tahun 2015 Pasal 12",
        "unmet": ["KTP pemohon: bukan miliknya"],
        "note": "Surat ini tidak memerlukan tanda tangan. Status dapat diperiksa melalui: ",
    },
    Letter.LETTER: COMMON
    | {
        "subject": "Pemberitahuan inspeksi",
        "recipient": {"name": "Pimpinan CV Contoh"},
        "paragraphs": ["Dengan ini diberitahukan."],
        "facts": [{"label": "Tempat", "value": "Langgur"}],
        "closing": ["Terima kasih."],
    },
    Letter.ASSIGNMENT_LETTER: COMMON
    | {
        "legal_basis": ["Peraturan Bupati Nomor 32 Tahun 2023"],
        "inspectors": INSPECTORS,
        "purpose": "Inspeksi lapangan",
        "business": BUSINESS,
        "kind": "Rutin",
        "mode": "Fisik",
        "valid_from": "2026-01-14",
        "valid_until": "2026-01-16",
        "duties": ["Merahasiakan hal yang bersifat rahasia."],
    },
    Letter.INSPECTION_RECORD: COMMON
    | {
        "held_on": "2026-01-14",
        "assignment": {"number": "094/0002", "issued_on": "2026-01-12"},
        "inspectors": INSPECTORS,
        "business": BUSINESS,
        "kind": "Rutin",
        "mode": "Fisik",
        "findings": [
            {"item": "Lokasi", "compliant": True},
            {"item": "Keselamatan", "compliant": False, "note": "Berkarat"},
        ],
        "violations": [
            {"level": "Sedang", "obligation": "Ps 5(1)", "description": "Tidak dirawat"}
        ],
        "recommendations": ["Perbaikan."],
        "parties": [
            {"role": "Koordinator", "name": "Satu", "signed": True, "signed_on": "2026-01-14"},
            {"role": "Pelaksana", "name": "Dua", "signed": False},
            {"role": "Pelaku usaha", "name": "Tiga", "signed": False, "refusal_reason": "Ragu"},
        ],
    },
}
