"""A permit that OSS opened under an id of its own (`id_izin`), and the ids that go with it.

Every message about it carries all of them. They come from the checklist of the NIB, and from what
an application says of itself (`metadata.oss`), which goes first.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

_ID = re.compile(r"[A-Za-z0-9_.-]{1,30}")
_CODE = _ID
_COMPLETED = (
    "id_proyek",
    "id_produk",
    "oss_id",
    "kd_izin",
    "kd_daerah",
    "kd_instansi",
    "jenis_izin",
)
_REGION = re.compile(r"[0-9]{10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OssPermit:
    """What is not known is empty. `file_link` is where OSS keeps the document that it issued."""

    id_izin: str
    nib: str
    id_proyek: str = ""
    id_produk: str = ""
    oss_id: str = ""
    kd_izin: str = ""
    kd_daerah: str = ""
    kd_instansi: str = ""
    jenis_izin: str = ""
    file_link: str | None = field(default=None, repr=False)
    file_told_at: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the ids that OSS asks for in every message are not known."""
        needed = ("nib", "id_proyek", "oss_id", "id_izin", "kd_izin", "kd_daerah")
        return tuple(name for name in needed if not getattr(self, name))

    def completed(self, other: "OssPermit | None") -> "OssPermit":
        """What is empty here as the other has it. Never the NIB: whose permit it is must be said
        by whoever applies, or anybody could have something told of another's permit."""
        if other is None:
            return self
        known = {name: getattr(self, name) or getattr(other, name) for name in _COMPLETED}
        return replace(self, **known)


def is_permit_id(text: str) -> bool:
    """Whether it may be an `id_izin`."""
    return bool(_ID.fullmatch(text))


def read_permits(
    rows: Iterable[Mapping[str, Any]], *, nib: str, oss_id: str, region: str
) -> tuple[OssPermit, ...]:
    """The permits of a checklist, each id once, the later row counting."""
    found: dict[str, OssPermit] = {}
    for row in rows:
        id_izin = _code(row, "id_izin")
        if not is_permit_id(id_izin):
            continue
        told_region = _code(row, "kd_daerah")
        found[id_izin] = OssPermit(
            id_izin=id_izin,
            nib=nib,
            id_proyek=_code(row, "id_proyek"),
            id_produk=_code(row, "id_produk"),
            oss_id=oss_id if _CODE.fullmatch(oss_id) else "",
            kd_izin=_code(row, "kd_izin"),
            kd_daerah=told_region if _REGION.fullmatch(told_region) else region,
            jenis_izin=_code(row, "jenis_izin"),
        )
    return tuple(found.values())


def permit_of(ids: Mapping[str, Any], *, nib: str | None) -> OssPermit | None:
    """The permit that an application says it is about; None where it names none."""
    id_izin = _code(ids, "id_izin")
    if not is_permit_id(id_izin):
        return None
    region = _code(ids, "kd_daerah")
    return OssPermit(
        id_izin=id_izin,
        nib=nib or "",
        id_proyek=_code(ids, "id_proyek"),
        id_produk=_code(ids, "id_produk"),
        oss_id=_code(ids, "oss_id"),
        kd_izin=_code(ids, "kd_izin"),
        kd_daerah=region if _REGION.fullmatch(region) else "",
        kd_instansi=_code(ids, "kd_instansi"),
        jenis_izin=_code(ids, "jenis_izin"),
    )


def _code(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    text = str(value).strip() if isinstance(value, str | int) else ""
    return text if _CODE.fullmatch(text) else ""
