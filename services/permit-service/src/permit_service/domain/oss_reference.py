"""Which permit of OSS an application is about: what stands under `oss` in its metadata.

`id_izin` is the id that OSS gave to the permit; the other ids may be told as well. Whoever files
the application knows them from OSS: the applicant, or the officer at the counter.
"""

import re
from collections.abc import Mapping
from typing import Any

KEY = "oss"
NAMES = (
    "id_izin",
    "id_proyek",
    "id_produk",
    "oss_id",
    "kd_izin",
    "kd_daerah",
    "kd_instansi",
    "jenis_izin",
)
_ID = re.compile(r"[A-Za-z0-9_.-]{1,30}")


def oss_ids(metadata: Mapping[str, Any]) -> dict[str, str]:
    """The ids that are told and may be ids of OSS, by their names there."""
    told = metadata.get(KEY)
    if not isinstance(told, Mapping):
        return {}
    texts = {name: told[name] for name in NAMES if isinstance(told.get(name), str)}
    return {name: text for name, text in texts.items() if _ID.fullmatch(text)}


def oss_permit_id(metadata: Mapping[str, Any]) -> str | None:
    """The permit's id; None for an application that OSS knows nothing of."""
    return oss_ids(metadata).get("id_izin")
