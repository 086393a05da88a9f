"""What a report says between its tables, in the order and the manner of the source.

No regulation is named here but by its place in the list of legal bases, so that the text cites
nothing that the list does not hold.
"""

from collections.abc import Mapping
from typing import Any

from reporting_service.domain.labels import quarter_label
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.survey import ELEMENTS
from reporting_service.domain.table import Table
from shared.calendar.written import long_date

_EXPLAINED: Mapping[str, str] = {
    "PERSYARATAN": "syarat yang harus dipenuhi dalam pengurusan suatu jenis pelayanan",
    "PROSEDUR": "tata cara pelayanan yang dibakukan bagi pemberi dan penerima pelayanan",
    "WAKTU": "jangka waktu untuk menyelesaikan seluruh proses pelayanan",
    "BIAYA": "ongkos yang dikenakan kepada penerima layanan",
    "PRODUK": "hasil pelayanan yang diberikan dan diterima sesuai ketentuan",
    "KOMPETENSI": "pengetahuan, keahlian, keterampilan, dan pengalaman pelaksana",
    "PERILAKU": "sikap petugas dalam memberikan pelayanan",
    "SARANA": "alat dan penunjang utama terselenggaranya pelayanan",
    "PENGADUAN": "tata cara penanganan pengaduan dan tindak lanjutnya",
}


def period_of(report: QuarterlyReport) -> str:
    """`1 April s.d. 30 Juni 2024`."""
    period = report.office.quarter(report.year, report.quarter)
    first = long_date(period.first_day).rpartition(" ")[0]
    return f"{first} s.d. {long_date(period.last_day)}"


def quarter_of(report: QuarterlyReport) -> str:
    """`Triwulan II (Dua) Tahun 2024`."""
    return quarter_label(report.quarter, report.year)


def foreword(report: QuarterlyReport) -> tuple[str, ...]:
    """Kata pengantar."""
    office, quarter = report.letterhead.name, quarter_of(report)
    return (
        "Puji dan syukur ke hadirat Tuhan Yang Maha Esa, atas berkat rahmat dan karunia-Nya"
        f" Laporan Kinerja Pelayanan Terpadu Satu Pintu {quarter} pada {office} dapat disusun."
        " Laporan ini memenuhi kewajiban penyelenggara pelayanan terpadu satu pintu untuk"
        " melaporkan pelaksanaan administrasi pelayanan perizinan secara tertulis setiap 3 (tiga)"
        f" bulan kepada {report.addressee} melalui {report.through}; landasan hukumnya disebut pada"
        " bagian 1.2.",
        "Laporan ini memberikan gambaran tentang kinerja pelayanan publik kepada masyarakat"
        f" selama {quarter}, yang meliputi rekapitulasi perizinan berusaha dan non perizinan,"
        " rencana dan realisasi investasi, layanan pengaduan, layanan informasi, layanan survei"
        " kepuasan masyarakat, evaluasi kendala, dan rencana aksi.",
        "Demikian laporan kinerja ini dibuat, semoga dapat memberikan informasi dan menjadi bahan"
        " evaluasi pada masa yang akan datang.",
    )


def background(report: QuarterlyReport) -> tuple[str, ...]:
    """1.1."""
    office = report.letterhead.name
    return (
        "Pemerintah Daerah mempunyai tugas dan fungsi memberikan pelayanan publik yang diperlukan"
        " masyarakat, antara lain pelayanan perizinan berusaha dan non perizinan yang"
        f" diselenggarakan melalui Pelayanan Terpadu Satu Pintu (PTSP). Pada"
        f" {report.office.regency} pelayanan itu diselenggarakan oleh {office}, dengan prinsip"
        " koordinasi, integrasi, sinkronisasi, simplifikasi, keamanan, dan kepastian.",
        "Dalam melakukan pelayanan publik, kantor menyelenggarakan Survei Kepuasan Masyarakat dan"
        " menerima pengaduan. Hasil keduanya, bersama jumlah izin yang diterbitkan dan kendala yang"
        " dihadapi, menjadi dasar perubahan yang meningkatkan mutu pelayanan.",
        "Setiap tabel laporan ini menyebut sumber, cara menghitung, dan keadaan datanya. Bagian"
        " yang datanya belum ada menyebut hal itu; tidak ada angka yang dikira-kira.",
    )


def purpose(report: QuarterlyReport) -> tuple[tuple[str, str], ...]:
    """1.3 a and b."""
    office = report.letterhead.name
    return (
        (
            "a",
            "Maksud. Memberikan informasi dokumen perizinan berusaha dan non perizinan yang telah"
            " diterima, diproses, dan ditandatangani, dalam upaya peningkatan kinerja, sekaligus"
            f" sebagai sarana pertanggungjawaban {office} kepada publik.",
        ),
        (
            "b",
            "Tujuan. Menyampaikan dokumen yang telah dikeluarkan serta mengevaluasi pencapaian"
            " kinerja kegiatan terhadap sasaran rencana kerja, sebagai masukan dalam menetapkan"
            " kebijakan dan strategi yang akan datang.",
        ),
    )


def against_targets(targets: Table, documents: Table) -> str:
    """Where 1.3 is answered."""
    place = f"Tabel {targets.number}"
    compared = (
        f"Capaian terhadap target rencana kerja disajikan pada {place}."
        if targets.is_available
        else f"Target rencana kerja periode ini belum diisi ({place}), sehingga tidak ada"
        " persentase capaian."
    )
    return (
        f"Dokumen yang diterima, diproses, dan ditandatangani disajikan pada Tabel"
        f" {documents.number}. {compared}"
    )


def legal_note(report: QuarterlyReport) -> str:
    """How far the list of legal bases was checked; nothing when all of it was."""
    unverified = sum(not one.verified for one in report.legal_bases)
    if not unverified:
        return ""
    return (
        f"{unverified} dari {len(report.legal_bases)} landasan hukum di atas belum ditandai kantor"
        " sebagai diperiksa terhadap naskah resminya."
    )


def recaps_intro(report: QuarterlyReport) -> tuple[str, ...]:
    """2.1."""
    local = report.locally_handled
    return (
        f"Bersama ini disampaikan kinerja pelayanan terpadu satu pintu pada"
        f" {report.letterhead.name} selama {quarter_of(report)} kepada {report.addressee} melalui"
        f" {report.through}, menurut saluran penerbitannya.",
        f"Izin yang ditangani kantor: {local.label} = {local.count} izin. Izin, proyek, dan NIB"
        " dari OSS adalah satuan yang berbeda dan tidak dijumlahkan.",
    )


# Followed by the number of its table.
PLANNED = "Rencana investasi periode ini menurut proyek yang diberitahukan OSS disajikan pada"


def investment_intro(report: QuarterlyReport) -> str:
    """2.2; each table names the quarter that its figures belong to."""
    return (
        f"Realisasi investasi {report.office.regency} menurut rilis NSWI, per sektor, untuk PMDN"
        " dan PMA. Judul tabel menyebut triwulan data yang ditampilkan."
    )


def complaints_intro(report: QuarterlyReport) -> str:
    """2.3. The office's own copy has what the register has."""
    counted = (
        f"Pengaduan dan konsultasi yang diterima {report.letterhead.name} dari"
        f" {period_of(report)}, dan yang belum selesai dari periode sebelumnya."
    )
    if report.notice:
        return counted
    return f"{counted} Nama pelapor, materi, dan penyelesaian ada pada register kantor."


def information_intro(report: QuarterlyReport) -> str:
    """2.4."""
    return (
        f"{report.letterhead.name} memberikan layanan informasi kepada publik, antara lain dengan"
        " menindaklanjuti surat masuk permintaan data. Surat balasan memuat laporan dan rincian"
        " data perizinan dan non perizinan yang telah diterbitkan, sesuai dengan kewenangan."
    )


def survey_intro(report: QuarterlyReport) -> str:
    """2.5 A."""
    return (
        "Survei Kepuasan Masyarakat dilakukan dengan pengisian kuesioner oleh pemohon atau pengguna"
        f" layanan dari {period_of(report)}, atas {len(ELEMENTS)} unsur pelayanan:"
    )


def elements() -> tuple[tuple[str, str], ...]:
    """The elements with their codes of the print, and what each of them is about."""
    return tuple(
        (f"U{place}", f"{name}: {_EXPLAINED[code]}.")
        for place, (code, name) in enumerate(ELEMENTS.items(), start=1)
    )


def survey_result(index: Table) -> str:
    """2.5 B; the index in words."""
    if not index.is_available:
        return "Belum ada jawaban survei yang tercatat pada periode ini."
    totals = index.totals
    return (
        f"Dari {totals['Responden']} responden diperoleh nilai Indeks Kepuasan Masyarakat"
        f" {totals['IKM'].replace('.', ',')}, mutu pelayanan {totals['Mutu']}"
        f" ({totals['Kinerja']})."
    )


def beside_the_print(index: Table) -> str:
    """The index that an earlier print gave, and where the difference comes from."""
    findings: list[dict[str, Any]] = list((index.printed or {}).get("findings", ()))  # type: ignore[call-overload]
    wrong = next((one for one in findings if one["rule"] == "survey_index"), None)
    if wrong is None:
        return ""
    root = next((one for one in findings if one["where"] == wrong["depends_on"]), None)
    said = (
        f"Cetakan sebelumnya memuat IKM {_comma(wrong['printed'])}; dihitung ulang dari jawaban"
        f" responden nilainya {_comma(wrong['expected'])}."
    )
    if root is None:
        return said
    return (
        f"{said} Selisihnya berasal dari satu nilai yang tercetak {_comma(root['printed'])} dan"
        f" seharusnya {_comma(root['expected'])}: {root['explanation']}"
    )


def _comma(number: object) -> str:
    return str(number).replace(".", ",")


def grades() -> str:
    """The legend of the index."""
    return (
        "Mutu pelayanan: A (Sangat Baik) 88,31 - 100,00; B (Baik) 76,61 - 88,30; C (Kurang Baik)"
        " 65,00 - 76,60; D (Tidak Baik) 25,00 - 64,99. NRR = nilai rata-rata per unsur; IKM ="
        " Indeks Kepuasan Masyarakat."
    )


def evaluation_intro(report: QuarterlyReport) -> str:
    """III."""
    return (
        "Evaluasi kinerja terhadap kendala dan solusi penyelenggaraan pelayanan terpadu satu pintu"
        f" pada {report.letterhead.name} selama {quarter_of(report)} adalah sebagai berikut."
    )


def conclusions(report: QuarterlyReport) -> tuple[str, ...]:
    """4.1, out of the report's own figures."""
    tables = {table.id: table for table in report.tables}
    complaints, index = tables["complaints"], tables["survey_index"]
    letters = [tables[name] for name in ("data_requests_opd", "data_requests_other")]
    received = sum(len(table.rows) for table in letters)
    answered = sum(int(table.totals.get("Dibalas", "0")) for table in letters)
    said = [
        f"Selama {quarter_of(report)} kantor menangani {report.locally_handled.count} izin"
        f" ({report.locally_handled.label})."
    ]
    if complaints.is_available:
        said.append(f"Register pengaduan memuat {len(complaints.rows)} pengaduan.")
    if received:
        said.append(f"Dari {received} surat permintaan data, {answered} telah dibalas.")
    if index.is_available:
        said.append(survey_result(index))
    return (
        f"Demikian Laporan {quarter_of(report)} disusun sebagai perwujudan pertanggungjawaban"
        f" pelaksanaan tugas {report.letterhead.name} dalam penyelenggaraan pelayanan publik, dan"
        " sebagai media pertanggungjawaban kepada publik tentang pencapaian tujuan dan sasaran yang"
        " telah ditetapkan.",
        " ".join(said),
    )
