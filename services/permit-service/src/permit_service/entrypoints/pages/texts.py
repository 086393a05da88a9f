"""What the pages around a document's link say, in the two languages."""

from collections.abc import Mapping

from shared.http.language import Language

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "brand": "SatuPintu · Pelayanan Terpadu Satu Pintu",
        "other_language": "English",
        "skip": "Langsung ke isi",
        "footer": "Tautan dokumen hanya dikirim ke alamat yang tercatat pada permohonan.",
        "ask_title": "Minta tautan baru",
        "ask": "Masukkan nomor resi permohonan Anda. Tautan baru kami kirim ke alamat surat "
        "elektronik atau nomor telepon yang tercatat; tautan yang lama tidak berlaku lagi.",
        "receipt": "Nomor resi",
        "send": "Kirim tautan baru",
        "expired_title": "Tautan ini tidak berlaku lagi",
        "expired": "Masa berlaku tautan ini sudah berakhir, atau tautan yang lebih baru sudah "
        "dikirim. Dokumen Anda tetap tersimpan.",
        "not_found_title": "Dokumen tidak ditemukan",
        "not_found": "Tautan ini tidak kami kenal. Pastikan seluruh tautan tersalin, atau minta "
        "tautan baru.",
        "rate_limited_title": "Terlalu sering dibuka",
        "rate_limited": "Dokumen ini terlalu sering dibuka dalam waktu singkat. Silakan coba lagi "
        "dalam satu jam.",
        "unavailable_title": "Coba lagi sebentar",
        "unavailable": "Layanan sedang tidak tersedia. Silakan coba beberapa saat lagi.",
        "requested_title": "Permintaan diterima",
        "requested": "Jika nomor resi itu benar dan dokumennya sudah ada, tautan baru segera kami "
        "kirim ke alamat yang tercatat. Belum menerima setelah sepuluh menit? Silakan hubungi "
        "loket kami.",
    },
    "en": {
        "brand": "SatuPintu · One-stop licensing",
        "other_language": "Bahasa Indonesia",
        "skip": "Skip to the content",
        "footer": "Links to documents are sent to the address of the application alone.",
        "ask_title": "Ask for a new link",
        "ask": "Enter the receipt number of your application. We send a new link to the mail "
        "address or telephone number on record; the old link ends.",
        "receipt": "Receipt number",
        "send": "Send a new link",
        "expired_title": "This link has ended",
        "expired": "The time of this link has passed, or a newer one has been sent. Your document "
        "is still kept.",
        "not_found_title": "Document not found",
        "not_found": "We do not know this link. Make sure that you have copied all of it, or ask "
        "for a new one.",
        "rate_limited_title": "Opened too often",
        "rate_limited": "This document was opened too often in a short time. Please try again in "
        "an hour.",
        "unavailable_title": "Try again shortly",
        "unavailable": "This is not available at the moment. Please try again in a while.",
        "requested_title": "We have your request",
        "requested": "If the receipt number is right and there is a document, a new link goes to "
        "the address on record at once. Nothing after ten minutes? Please ask at our counter.",
    },
}
