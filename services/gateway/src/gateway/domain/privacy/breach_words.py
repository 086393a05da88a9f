"""The kinds of data of a breach, as people read them."""

from collections.abc import Mapping

from gateway.domain.privacy.breach import DataCategory

CATEGORY_WORDS: Mapping[str, Mapping[DataCategory, str]] = {
    "id": {
        DataCategory.IDENTITY: "identitas (NIK, nama)",
        DataCategory.CONTACT: "kontak (surel, telepon)",
        DataCategory.ADDRESS: "alamat",
        DataCategory.DOCUMENTS: "dokumen yang diunggah",
        DataCategory.CREDENTIALS: "kredensial akun",
        DataCategory.COMPLAINTS: "pengaduan",
        DataCategory.OTHER: "data lainnya",
    },
    "en": {
        DataCategory.IDENTITY: "identity (NIK, name)",
        DataCategory.CONTACT: "contact (mail, phone)",
        DataCategory.ADDRESS: "address",
        DataCategory.DOCUMENTS: "uploaded documents",
        DataCategory.CREDENTIALS: "account credentials",
        DataCategory.COMPLAINTS: "complaints",
        DataCategory.OTHER: "other data",
    },
}
