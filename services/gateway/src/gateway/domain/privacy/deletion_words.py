"""Grounds, parts and reasons of a request for deletion, as people read them."""

from collections.abc import Mapping, Sequence

from gateway.domain.privacy.deletion_request import Part, PartOutcome, RefusalGround

GROUND_WORDS: Mapping[str, Mapping[RefusalGround, str]] = {
    "id": {
        RefusalGround.ARCHIVE_DUTY: "kewajiban kearsipan",
        RefusalGround.LEGAL_OBLIGATION: "kewajiban hukum lain",
        RefusalGround.LEGAL_CLAIM: "tuntutan atau perkara hukum",
        RefusalGround.IDENTITY_NOT_PROVEN: "identitas pemohon belum terbukti",
        RefusalGround.OTHER: "alasan lain",
    },
    "en": {
        RefusalGround.ARCHIVE_DUTY: "the duty to keep archives",
        RefusalGround.LEGAL_OBLIGATION: "another legal obligation",
        RefusalGround.LEGAL_CLAIM: "a legal claim or case",
        RefusalGround.IDENTITY_NOT_PROVEN: "the requester's identity is not proven",
        RefusalGround.OTHER: "another reason",
    },
}
_PART_WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "applications": "permohonan",
        "licence_register": "register izin",
        "complaints": "pengaduan",
        "account": "akun",
        "access_log": "catatan akses data pribadi",
        "oss_messages": "data perizinan berusaha dari OSS",
        "sicantik_applications": "permohonan dari SiCANTIK",
    },
    "en": {
        "applications": "applications",
        "licence_register": "the register of licences",
        "complaints": "complaints",
        "account": "the account",
        "access_log": "the log of who read personal data",
        "oss_messages": "what OSS told of the business",
        "sicantik_applications": "applications handed in at SiCANTIK",
    },
}
_REASON_WORDS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "legal_hold": "ditahan untuk proses hukum atau pemeriksaan",
        "application_in_progress": "permohonan masih diproses",
        "licence_in_force": "izin masih berlaku",
        "public_verification": "keaslian izin harus dapat diperiksa",
        "supervision_file": "berkas pengawasan wajib disimpan",
        "files_are_kept": "masih ada berkas yang disimpan",
        "business_register": "register pelaku usaha wajib disimpan untuk pengawasan",
        "proof_of_who_read": "bukti siapa yang membaca data Anda",
    },
    "en": {
        "legal_hold": "held for a legal case or an audit",
        "application_in_progress": "an application is under way",
        "licence_in_force": "the licence is in force",
        "public_verification": "anybody must be able to check a licence",
        "supervision_file": "files of supervision must be kept",
        "files_are_kept": "files of the person are kept",
        "business_register": "the register of businesses is kept for supervision",
        "proof_of_who_read": "proof of who read your data",
    },
}


def kept_lines(parts: Sequence[Part], language: str) -> list[str]:
    """What stays and why, a line for each part."""
    named, reasons = _PART_WORDS[language], _REASON_WORDS[language]
    return [
        f"{named.get(one.part, one.part)}: {reasons.get(one.reason or '', one.reason or '')}"
        for one in parts
        if one.outcome is PartOutcome.KEPT
    ]
