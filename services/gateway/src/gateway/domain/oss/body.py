"""What is sent to OSS, with the fields and the lengths of the PIA.

Moments are written in Jakarta's time, where OSS stands; the PIA names no zone.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from gateway.domain.oss.codes import LicenceCode, Method
from gateway.domain.oss.permit import OssPermit
from gateway.domain.oss.record import OssRecord
from gateway.domain.oss.token import JAKARTA

NAME, NIP, POSITION, NUMBER, STATUS_NAME = 50, 25, 150, 50, 50

_WORDS: Mapping[LicenceCode, str] = {
    LicenceCode.DOCUMENTS_COMPLETE: "Dokumen Lengkap",
    LicenceCode.DOCUMENTS_INCOMPLETE: "Dokumen Belum Lengkap",
    LicenceCode.CLOCK_STOPPED: "Konfirmasi Persyaratan",
    LicenceCode.CLOCK_GOES_ON: "Data Konfirmasi Persyaratan",
    LicenceCode.CLOCK_RESET: "Re-Konfirmasi Persyaratan",
    LicenceCode.CLOCK_RESTARTED: "Data Re-Konfirmasi Persyaratan",
    LicenceCode.APPROVED: "Disetujui",
    LicenceCode.APPROVED_BY_SILENCE: "Disetujui otomatis (fiktif positif)",
    LicenceCode.WARNING: "Peringatan",
    LicenceCode.SUSPENDED: "Penghentian Sementara Kegiatan Berusaha",
    LicenceCode.REJECTED: "Ditolak",
}


class Issued(Protocol):
    """What is said of a licence."""

    @property
    def number(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def signed_by(self) -> str: ...
    @property
    def signer_nip(self) -> str: ...
    @property
    def acting_as(self) -> str: ...
    @property
    def link(self) -> str: ...


def fields_of(
    record: OssRecord, permit: OssPermit, licence: Issued | None, *, office_name: str
) -> dict[str, Any]:
    """The content of `IZINFINAL` or `IZINSTATUS`."""
    if record.method is Method.RECEIVE_LICENCE:
        assert licence is not None
        assert record.code is not None
        return _final(record.code, permit, licence, office_name)
    return _status(record, permit, office_name)


def _final(
    code: LicenceCode, permit: OssPermit, licence: Issued, office_name: str
) -> dict[str, Any]:
    until = licence.valid_until
    return _ids(permit) | {
        "kd_daerah": permit.kd_daerah,
        "nomor_izin": licence.number[:NUMBER],
        "tgl_terbit_izin": licence.issued_on.isoformat(),
        "tgl_berlaku_izin": until.isoformat() if until else "",
        "nama_ttd": (licence.signed_by or office_name)[:NAME],
        "nip_ttd": licence.signer_nip[:NIP],
        "jabatan_ttd": f"{licence.acting_as} Kepala {office_name}".strip()[:POSITION],
        "status_izin": code.value,
        "file_izin": licence.link,
        "keterangan": _WORDS[code],
        "jenis_perizinan": permit.jenis_izin or "02",
    }


def _status(record: OssRecord, permit: OssPermit, office_name: str) -> dict[str, Any]:
    code = record.code
    assert code is not None
    return _ids(permit) | {
        "id_produk": permit.id_produk,
        "kd_instansi": permit.kd_instansi,
        "kd_status": code.value,
        "tgl_status": _moment(record.occurred_at),
        # Which officer it was does not leave the house: the office answers for its steps.
        "nip_status": "",
        "nama_status": office_name[:STATUS_NAME],
        "keterangan": _WORDS.get(code, ""),
    }


def _ids(permit: OssPermit) -> dict[str, Any]:
    return {
        "nib": permit.nib,
        "id_proyek": permit.id_proyek,
        "oss_id": permit.oss_id,
        "id_izin": permit.id_izin,
        "kd_izin": permit.kd_izin,
    }


def _moment(at: datetime) -> str:
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M:%S}"
