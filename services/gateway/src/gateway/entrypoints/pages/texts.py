"""What the public pages say, in Indonesian and English."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from shared.calendar.written import long_date
from shared.http.language import Language

Words = Mapping[str, str]

TEXTS: Mapping[Language, Words] = {
    "id": {
        "brand": "SatuPintu · Pelayanan Terpadu Satu Pintu",
        "other_language": "English",
        "skip": "Langsung ke isi",
        "footer": "Halaman ini hanya menampilkan yang boleh diketahui umum.",
        "genuine": "Dokumen ini tercatat.",
        "paper": "Cocokkan isi di bawah ini dengan dokumen yang Anda pegang.",
        "verification": "Pemeriksaan keaslian izin",
        "tracking": "Penelusuran permohonan",
        "number": "Nomor",
        "service": "Layanan",
        "holder": "Pemegang",
        "issued_on": "Diterbitkan",
        "valid_until": "Berlaku sampai",
        "unlimited": "sebagaimana tertulis pada dokumen",
        "status": "Status",
        "signature": "Tanda tangan elektronik",
        "signature_valid": "sah",
        "signature_not_valid": "tidak sah",
        "signature_none": "tidak ada",
        "signed_by": "Ditandatangani oleh",
        "receipt_number": "Nomor tanda terima",
        "stages": "Tahapan",
        "not_found": "Tidak ditemukan. Periksa kembali tautan atau nomor Anda.",
        "not_found_warning": (
            "Dokumen dengan kode ini tidak tercatat. Jangan anggap dokumen tersebut sah."
        ),
        "away": "Layanan sedang tidak dapat dihubungi. Silakan coba lagi sebentar lagi.",
        "as_of_now": "Keadaan pada saat halaman ini dibuka.",
    },
    "en": {
        "brand": "SatuPintu · One-stop licensing",
        "other_language": "Bahasa Indonesia",
        "skip": "Skip to the content",
        "footer": "This page shows only what anybody may know.",
        "genuine": "This document is on record.",
        "paper": "Compare what stands below with the document in your hand.",
        "verification": "Is this licence genuine?",
        "tracking": "Where is my application?",
        "number": "Number",
        "service": "Service",
        "holder": "Holder",
        "issued_on": "Issued on",
        "valid_until": "Valid until",
        "unlimited": "as the document says",
        "status": "Status",
        "signature": "Electronic signature",
        "signature_valid": "valid",
        "signature_not_valid": "not valid",
        "signature_none": "none",
        "signed_by": "Signed by",
        "receipt_number": "Receipt number",
        "stages": "Stages",
        "not_found": "Not found. Check the link or the number.",
        "not_found_warning": (
            "No document with this code is on record. Do not take the document as genuine."
        ),
        "away": "This is not available at the moment. Try again shortly.",
        "as_of_now": "As it stands at the moment this page is opened.",
    },
}

STATUSES: Mapping[Language, Words] = {
    "id": {
        "active": "Berlaku",
        "suspended": "Dibekukan sementara",
        "revoked": "Dicabut",
        "expired": "Masa berlaku habis",
        "draft": "Konsep",
        "submitted": "Diterima",
        "verified": "Diverifikasi",
        "validated": "Divalidasi",
        "signed": "Ditandatangani",
        "delivered": "Diserahkan",
        "returned": "Dikembalikan untuk diperbaiki",
        "rejected": "Ditolak",
        "withdrawn": "Ditarik kembali",
        "waiting": "menunggu",
        "in_progress": "sedang dikerjakan",
        "done": "selesai",
    },
    "en": {
        "active": "Active",
        "suspended": "Suspended",
        "revoked": "Revoked",
        "expired": "Expired",
        "draft": "Draft",
        "submitted": "Submitted",
        "verified": "Verified",
        "validated": "Validated",
        "signed": "Signed",
        "delivered": "Delivered",
        "returned": "Returned for correction",
        "rejected": "Rejected",
        "withdrawn": "Withdrawn",
        "waiting": "waiting",
        "in_progress": "in progress",
        "done": "done",
    },
}


def day_in(language: Language, iso: str) -> str:
    """`2026-06-15` as people write it."""
    return long_date(date.fromisoformat(iso), language)


def moment_in(language: Language, iso: str) -> str:
    """A moment in UTC: whoever reads may be in any of three zones."""
    moment = datetime.fromisoformat(iso).astimezone(UTC)
    return f"{day_in(language, moment.date().isoformat())}, {moment:%H.%M} UTC"
