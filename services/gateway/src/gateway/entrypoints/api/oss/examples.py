"""What OSS sends, described with examples of invented businesses."""

from collections.abc import Mapping
from typing import Any

from gateway.domain.oss.codes import Method

_NIB = "9120001234567"
_BUSINESS = {
    "nib": _NIB,
    "tgl_terbit_nib": "2026-06-15",
    "oss_id": "P02-20260615-0000001",
    "kd_daerah": "8102011001",
    "jenis_pelaku_usaha": "01",
    "nama_perseroan": "PT CONTOH USAHA",
    "alamat_perseroan": "Jalan Contoh 1",
    "skala_usaha": "02",
    "status_nib": "01",
    "tipe_dokumen": "9",
    "data_proyek": [
        {
            "id_proyek": "R-20260615-000000001",
            "kbli": "10211",
            "skala_resiko": "MT",
            "jumlah_investasi": 250_000_000,
            "data_lokasi_proyek": [
                {"proyek_daerah_id": "8102011001", "alamat_usaha": "Jalan Contoh 1"}
            ],
        }
    ],
    "data_checklist": [
        {
            "id_izin": "I-20260615-000000001",
            "id_proyek": "R-20260615-000000001",
            "kd_izin": "000000000001",
            "jenis_izin": "02",
            "kd_daerah": "8102011001",
        }
    ],
}
_ABROAD = {
    "nib": _NIB,
    "oss_id": "P02-20260615-0000001",
    "kd_daerah": "8102011001",
    "status_nib": "01",
    "tipe_dokumen": "9",
}


def _described(example: Mapping[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "additionalProperties": True}
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


EXAMPLES: Mapping[Method, dict[str, Any]] = {
    Method.RECEIVE_NIB: _described({"dataNIB": _BUSINESS}),
    Method.RECEIVE_NIB_KKPR: _described({"dataNIB": _BUSINESS}),
    Method.RECEIVE_NIB_STPW: _described(
        {"dataNIBSTPW": _ABROAD | {"nama_perusahaan_ln": "CONTOH LTD"}}
    ),
    Method.RECEIVE_NIB_PSE: _described({"dataNIBPSE": _ABROAD | {"nama_prinsipal": "CONTOH LTD"}}),
    Method.RECEIVE_FILE: _described(
        {
            "receiveFileDS": {
                "id_izin": "I-20260615-000000001",
                "nib": _NIB,
                "file_izin": "https://oss.invalid/izin/1.pdf",
            }
        }
    ),
    Method.CHECK_COMMITMENT: _described(
        {"CHECKKOMITMEN": {"id_izin": "I-20260615-000000001", "nib": _NIB}}
    ),
}
