"""Under which titles offices keep the fields of a licence in their books."""

from permit_service.domain.licence_history import REQUIRED
from shared.imports.columns import Columns, named

_TITLES = {
    "service_code": ("kode layanan", "kode izin", "kode"),
    "channel": ("kanal", "saluran"),
    "number": ("nomor izin", "no izin", "nomor"),
    "issued_on": ("tanggal terbit", "tanggal izin", "tgl terbit", "tanggal"),
    "holder_name": ("nama pemegang izin", "nama pemegang", "nama pemohon", "nama"),
    "nib": ("nomor induk berusaha",),
    "valid_until": ("berlaku sampai", "berlaku hingga", "tanggal berakhir", "masa berlaku"),
    "holder_nik": ("nik",),
    "holder_address": ("alamat", "alamat pemegang"),
}
COLUMNS = Columns(names=named(_TITLES), required=REQUIRED)
