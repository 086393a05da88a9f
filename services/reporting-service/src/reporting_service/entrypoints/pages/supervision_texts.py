"""What the page of supervision says, in the two languages."""

from collections.abc import Mapping

from shared.http.language import Language

SUPERVISION_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "brand": "Pengawasan perizinan berusaha",
        "other_language": "English",
        "skip": "Langsung ke isi",
        "footer": "Halaman ini tidak memuat nama pelaku usaha. Angka 1 sampai 4 disembunyikan,"
        " beserta angka di sampingnya bila perlu, agar tidak ada pelaku usaha yang dapat dikenali.",
        "title": "Pengawasan perizinan berusaha berbasis risiko",
        "lead": "Aturan, tata cara, daftar periksa, rencana, dan hasil pengawasan kantor ini.",
        "contents": "Isi halaman",
        "rules": "Aturan yang berlaku",
        "rules_away": "Aturan, tata cara, dan daftar periksa sedang tidak dapat ditampilkan."
        " Silakan coba lagi.",
        "since": "berlaku sejak",
        "until": "sampai",
        "prevails": "Yang disebut lebih dahulu didahulukan.",
        "rule": "Hal",
        "content": "Ketentuan",
        "source": "Sumber",
        "checked": "Keadaan",
        "verified": "Terverifikasi",
        "not_verified": "Belum diverifikasi",
        "procedure": "Tata cara",
        "checklist": "Daftar periksa",
        "checklist_lead": "Setiap pemeriksaan mencakup bagian berikut",
        "plans": "Rencana dan pelaksanaan",
        "results": "Hasil",
        "nothing": "Belum ada yang tercatat.",
        "year": "Tahun",
        "plan_count": "Rencana tahunan",
        "visits": "Kunjungan direncanakan",
        "routine": "Ditugaskan: rutin",
        "incidental": "Ditugaskan: insidental",
        "done": "Selesai diperiksa",
        "not_done": "Tidak terlaksana",
        "few": "di bawah 5",
        "hidden": "disembunyikan",
        "total": "Jumlah",
        "as_of": "Keadaan data",
        "not_found_title": "Kantor tidak dikenal",
        "not_found": "Tidak ada kantor dengan kode itu di sini.",
    },
    "en": {
        "brand": "Supervision of licensed business",
        "other_language": "Bahasa Indonesia",
        "skip": "Skip to content",
        "footer": "No business is named on this page. Figures from 1 to 4 are hidden, with those"
        " beside them where need be, so that no business can be told from them.",
        "title": "Risk-based supervision of licensed business",
        "lead": "The rules, the procedure, the checklist, the plans and the results of this"
        " office's supervision.",
        "contents": "On this page",
        "rules": "Rules in force",
        "rules_away": "Rules, procedure and checklist cannot be shown at the moment. Please try"
        " again.",
        "since": "in force since",
        "until": "until",
        "prevails": "What is named first prevails.",
        "rule": "Matter",
        "content": "Rule",
        "source": "Source",
        "checked": "State",
        "verified": "Verified",
        "not_verified": "Not verified",
        "procedure": "Procedure",
        "checklist": "Checklist",
        "checklist_lead": "Every examination has these sections",
        "plans": "Plans and inspections",
        "results": "Results",
        "nothing": "Nothing is recorded yet.",
        "year": "Year",
        "plan_count": "Annual plans",
        "visits": "Visits planned",
        "routine": "Assigned: routine",
        "incidental": "Assigned: incidental",
        "done": "Examined",
        "not_done": "Not carried out",
        "few": "under 5",
        "hidden": "hidden",
        "total": "Total",
        "as_of": "Data as of",
        "not_found_title": "Office not known",
        "not_found": "There is no office with that code here.",
    },
}

# What a rule set says of each matter, made of its values.
RULES: Mapping[Language, Mapping[str, tuple[str, str]]] = {
    "id": {
        "frequency": (
            "Inspeksi rutin",
            "Paling banyak per lokasi dan tahun: risiko rendah {visits[low]}, menengah rendah"
            " {visits[medium_low]}, menengah tinggi {visits[medium_high]}, tinggi {visits[high]}."
            " Bila dinilai baik sekali: {visits_when_very_good[low]},"
            " {visits_when_very_good[medium_low]}, {visits_when_very_good[medium_high]},"
            " {visits_when_very_good[high]}.",
        ),
        "ladder": (
            "Tangga sanksi",
            "Waktu menjawab dalam hari kerja: peringatan pertama {answer_working_days[warning_1]},"
            " kedua {answer_working_days[warning_2]}, ketiga {answer_working_days[warning_3]},"
            " pertama dan terakhir {answer_working_days[first_and_last_warning]}, penghentian"
            " sementara {answer_working_days[suspension]}.",
        ),
        "clocks": (
            "Laporan pelanggaran",
            "Ahli melaporkan dalam {report_working_days} hari kerja; kantor menghentikan"
            " pelanggaran dalam {stop_working_days} hari kerja.",
        ),
        "plan": (
            "Rencana tahunan",
            "Disusun mulai {drawn_from_day} November, disesuaikan sampai {adjusted_until_day}"
            " Desember, diperbarui sampai {updated_until_day} Desember.",
        ),
        "reporting": (
            "Laporan kegiatan (LKPM)",
            "Paling lambat tanggal {due_day} setelah masa laporan. Usaha kecil setiap"
            " {months_per_report[small]} bulan, menengah {months_per_report[medium]}, besar"
            " {months_per_report[large]}.",
        ),
        "compliance": (
            "Penilaian kepatuhan",
            "Bagian teknis {technical_weight_percent} persen. Baik sekali mulai {very_good_from},"
            " baik mulai {good_from}.",
        ),
        "complaints": (
            "Pengaduan",
            "Permohonan pembukaan blokir hak akses ditujukan kepada {unblocking_addressee}.",
        ),
    },
    "en": {
        "frequency": (
            "Routine inspections",
            "At most per place and year: low risk {visits[low]}, medium low {visits[medium_low]},"
            " medium high {visits[medium_high]}, high {visits[high]}. Where rated very good:"
            " {visits_when_very_good[low]}, {visits_when_very_good[medium_low]},"
            " {visits_when_very_good[medium_high]}, {visits_when_very_good[high]}.",
        ),
        "ladder": (
            "Ladder of sanctions",
            "Time to answer in working days: first warning {answer_working_days[warning_1]}, second"
            " {answer_working_days[warning_2]}, third {answer_working_days[warning_3]}, first and"
            " last {answer_working_days[first_and_last_warning]}, suspension"
            " {answer_working_days[suspension]}.",
        ),
        "clocks": (
            "Reported violations",
            "An expert reports within {report_working_days} working days; the office stops the"
            " violation within {stop_working_days}.",
        ),
        "plan": (
            "Annual plan",
            "Drawn up from {drawn_from_day} November, adjusted until {adjusted_until_day} December,"
            " updated until {updated_until_day} December.",
        ),
        "reporting": (
            "Investment reports (LKPM)",
            "Due on day {due_day} after the period. Small businesses every"
            " {months_per_report[small]} months, medium ones {months_per_report[medium]}, large"
            " ones {months_per_report[large]}.",
        ),
        "compliance": (
            "Rating of compliance",
            "The technical part counts {technical_weight_percent} per cent. Very good from"
            " {very_good_from}, good from {good_from}.",
        ),
        "complaints": (
            "Complaints",
            "Requests to unblock an access right go to {unblocking_addressee}.",
        ),
    },
}

KINDS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "finding": "Hasil pemeriksaan",
        "violation": "Pelanggaran menurut tingkat",
        "correction": "Perbaikan",
        "sanction": "Sanksi menurut jenis",
        "lifted": "Sanksi yang dicabut kembali",
        "rating": "Nilai kepatuhan",
    },
    "en": {
        "finding": "What examinations found",
        "violation": "Violations by level",
        "correction": "Corrections",
        "sanction": "Sanctions by kind",
        "lifted": "Sanctions that were lifted",
        "rating": "Ratings of compliance",
    },
}
WORDS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "no_violation": "Tanpa pelanggaran",
        "violation_found": "Ada pelanggaran",
        "light": "Ringan",
        "medium": "Sedang",
        "heavy": "Berat",
        "accepted": "Perbaikan diterima",
        "warning_1": "Peringatan tertulis pertama",
        "warning_2": "Peringatan tertulis kedua",
        "warning_3": "Peringatan tertulis ketiga",
        "first_and_last_warning": "Peringatan pertama dan terakhir",
        "suspension": "Penghentian sementara kegiatan usaha",
        "licence_revocation": "Pencabutan perizinan berusaha",
        "supporting_licence_revocation": "Pencabutan PB-UMKU",
        "lifted": "Dicabut kembali",
        "very_good": "Baik sekali",
        "good": "Baik",
        "poor": "Kurang baik",
    },
    "en": {
        "no_violation": "No violation",
        "violation_found": "Violation found",
        "light": "Light",
        "medium": "Medium",
        "heavy": "Heavy",
        "accepted": "Correction accepted",
        "warning_1": "First written warning",
        "warning_2": "Second written warning",
        "warning_3": "Third written warning",
        "first_and_last_warning": "First and last warning",
        "suspension": "Suspension of the business",
        "licence_revocation": "Revocation of the licence",
        "supporting_licence_revocation": "Revocation of a supporting licence",
        "lifted": "Lifted",
        "very_good": "Very good",
        "good": "Good",
        "poor": "Poor",
    },
}
