"""The official Indonesian words of letters, and of what is entered in OSS."""

from collections.abc import Mapping
from types import MappingProxyType

from inspection_service.domain.bap import Party
from inspection_service.domain.business import Rating, Risk
from inspection_service.domain.follow_up import FollowUpKind, GuidanceForm
from inspection_service.domain.inspection import Kind, Mode
from inspection_service.domain.investment_report import ReportStatus, Stage
from inspection_service.domain.ladder import DIRECT_ENTRY, GUIDANCE_FAILED
from inspection_service.domain.rules import Level, Step

KINDS: Mapping[Kind, str] = MappingProxyType(
    {Kind.ROUTINE: "Pengawasan rutin", Kind.INCIDENTAL: "Pengawasan insidental"}
)

MODES: Mapping[Mode, str] = MappingProxyType(
    {Mode.PHYSICAL: "Kunjungan fisik", Mode.VIRTUAL: "Virtual"}
)

LEVELS: Mapping[Level, str] = MappingProxyType(
    {Level.LIGHT: "Ringan", Level.MEDIUM: "Sedang", Level.HEAVY: "Berat"}
)

STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.WARNING_1: "Peringatan Tertulis Pertama",
        Step.WARNING_2: "Peringatan Tertulis Kedua",
        Step.WARNING_3: "Peringatan Tertulis Ketiga",
        Step.FIRST_AND_LAST_WARNING: "Peringatan Pertama dan Terakhir",
        Step.SUSPENSION: "Penghentian Sementara Kegiatan Usaha",
        Step.LICENCE_REVOCATION: "Pencabutan Perizinan Berusaha",
        Step.SUPPORTING_LICENCE_REVOCATION: (
            "Pencabutan Perizinan Berusaha Untuk Menunjang Kegiatan Usaha"
        ),
    }
)

ENTRY_REASONS: Mapping[str, str] = MappingProxyType(
    {
        GUIDANCE_FAILED: "Perbaikan setelah pembinaan tidak dilakukan atau tidak diterima",
        DIRECT_ENTRY: "Tingkat pelanggaran memungkinkan sanksi tanpa didahului pembinaan",
    }
)

RISKS: Mapping[Risk, str] = MappingProxyType(
    {
        Risk.LOW: "rendah",
        Risk.MEDIUM_LOW: "menengah rendah",
        Risk.MEDIUM_HIGH: "menengah tinggi",
        Risk.HIGH: "tinggi",
    }
)

PARTIES: Mapping[Party, str] = MappingProxyType(
    {
        Party.COORDINATOR: "Koordinator",
        Party.EXECUTOR: "Pelaksana",
        Party.BUSINESS: "Pelaku usaha",
    }
)

ASSIGNMENT_DUTIES = (
    "Memperlihatkan surat tugas ini kepada pelaku usaha.",
    "Merahasiakan segala sesuatu yang menurut sifatnya patut dirahasiakan "
    "(Pasal 21 ayat (2) huruf b).",
    "Tidak menyalahgunakan kewenangan (Pasal 21 ayat (2) huruf c).",
    "Menuangkan hasil pemeriksaan dalam Berita Acara Pemeriksaan.",
)

RATINGS: Mapping[Rating, str] = MappingProxyType(
    {Rating.VERY_GOOD: "Baik sekali", Rating.GOOD: "Baik", Rating.POOR: "Kurang baik"}
)

FOLLOW_UPS: Mapping[FollowUpKind, str] = MappingProxyType(
    {FollowUpKind.GUIDANCE: "Pembinaan", FollowUpKind.CORRECTION: "Perbaikan"}
)

GUIDANCE_FORMS: Mapping[GuidanceForm, str] = MappingProxyType(
    {
        GuidanceForm.EXPLANATION: "Pemberian penjelasan",
        GuidanceForm.CONSULTATION: "Konsultasi",
        GuidanceForm.TECHNICAL_GUIDANCE: "Bimbingan teknis",
        GuidanceForm.FACILITATION: "Fasilitasi penyelesaian permasalahan",
    }
)

STAGES: Mapping[Stage, str] = MappingProxyType(
    {Stage.CONSTRUCTION: "Pembangunan", Stage.COMMERCIAL: "Komersial"}
)

JUDGEMENTS: Mapping[ReportStatus, str] = MappingProxyType(
    {
        ReportStatus.SUBMITTED: "Disampaikan",
        ReportStatus.CORRECTION_REQUESTED: "Perlu perbaikan",
        ReportStatus.ACCEPTED: "Diterima",
        ReportStatus.EVALUATED: "Selesai dievaluasi",
    }
)
