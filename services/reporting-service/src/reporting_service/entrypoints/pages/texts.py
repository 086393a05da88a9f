"""What the pages say, in the two languages."""

from collections.abc import Mapping

from shared.http.language import Language

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "brand": "Pemeriksa laporan kinerja",
        "other_language": "English",
        "skip": "Langsung ke isi",
        "footer": "Berkas yang Anda kirim dibaca sekali dan tidak disimpan.",
        "lint_title": "Periksa laporan kinerja PTSP",
        "lint_lead": "Kirim tabel laporan tercetak sebagai berkas JSON. Halaman ini menghitung"
        " ulang setiap jumlah, rata-rata, indeks, nomor, dan tanggal, lalu menjelaskan apa yang"
        " keliru.",
        "file": "Berkas laporan (JSON)",
        "send": "Periksa",
        "not_readable": "Berkas ini tidak dapat dibaca sebagai laporan. Yang tidak cocok:",
        "clean": "Tidak ada kekeliruan yang ditemukan.",
        "found": "temuan",
        "where": "Tempat",
        "printed": "Tercetak",
        "expected": "Seharusnya",
        "follows": "Akibat dari",
    },
    "en": {
        "brand": "Report linter",
        "other_language": "Bahasa Indonesia",
        "skip": "Skip to content",
        "footer": "The file you send is read once and not kept.",
        "lint_title": "Check a quarterly performance report",
        "lint_lead": "Send the tables of a printed report as a JSON file. This page computes every"
        " sum, mean, index, number and date again and says what is wrong. Explanations are in"
        " Indonesian, the language of the report.",
        "file": "Report file (JSON)",
        "send": "Check",
        "not_readable": "This file cannot be read as a report. What does not fit:",
        "clean": "Nothing wrong was found.",
        "found": "findings",
        "where": "Place",
        "printed": "Printed",
        "expected": "Expected",
        "follows": "Follows from",
    },
}

REPORT_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "brand": "Laporan kinerja",
        "other_language": "English",
        "skip": "Langsung ke isi",
        "footer": "Edisi yang diterbitkan tidak pernah diubah; koreksi adalah edisi baru.",
        "edition": "Edisi",
        "published": "diterbitkan",
        "changes": "Perubahan",
        "contents": "Daftar isi",
        "editions": "Riwayat edisi",
        "no_report_title": "Laporan belum ada",
        "no_report": "Laporan triwulan ini belum diterbitkan, atau kantornya tidak dikenal.",
    },
    "en": {
        "brand": "Performance report",
        "other_language": "Bahasa Indonesia",
        "skip": "Skip to content",
        "footer": "A published edition is never changed; a correction is a new edition. The report"
        " itself is in Indonesian.",
        "edition": "Edition",
        "published": "published on",
        "changes": "What changed",
        "contents": "Contents",
        "editions": "Editions",
        "no_report_title": "No report yet",
        "no_report": "This quarter's report is not published yet, or the office is not known.",
    },
}
