"""What OSS takes: the fields that the PIA names with their lengths, all else kept as it came."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


def _text(length: int) -> object:
    return Field(min_length=1, max_length=length)


class Sent(BaseModel):
    """Fields beyond those named are taken."""

    model_config = ConfigDict(extra="allow")


class FinalLicence(Sent):
    """`IZINFINAL` of `receiveLicense`."""

    nib: Annotated[str, Field(pattern=r"^[0-9]{13}$")]
    id_proyek: Annotated[str, _text(25)]
    oss_id: Annotated[str, _text(25)]
    id_izin: Annotated[str, _text(25)]
    kd_izin: Annotated[str, _text(12)]
    kd_daerah: Annotated[str, Field(pattern=r"^[0-9]{10}$")]
    nomor_izin: Annotated[str, _text(50)]
    tgl_terbit_izin: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    tgl_berlaku_izin: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
    nama_ttd: Annotated[str, _text(50)]
    nip_ttd: Annotated[str, Field(max_length=25)]
    jabatan_ttd: Annotated[str, _text(150)]
    status_izin: Annotated[str, Field(pattern=r"^[0-9]{2}$")]


class LicenceStatus(Sent):
    """`IZINSTATUS` of `receiveLicenseStatus`."""

    nib: Annotated[str, Field(pattern=r"^[0-9]{13}$")]
    id_proyek: Annotated[str, _text(25)]
    oss_id: Annotated[str, _text(25)]
    id_izin: Annotated[str, _text(25)]
    kd_izin: Annotated[str, _text(12)]
    kd_status: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    tgl_status: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$")]
    nip_status: Annotated[str, Field(max_length=50)]
    nama_status: Annotated[str, Field(max_length=50)]
    keterangan: Annotated[str, Field(max_length=65535)]
