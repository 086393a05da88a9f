"""OSS asks where a permit stands (`checkKomitmen`); the permit service says it.

The PIA names this method and gives it no fields: the question and the answer are shaped as those of
`checkLicenseStatus`, a decision of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.application.oss.intake_ports import OssIntakePorts
from gateway.application.oss.receive_oss_message import require_oss, require_token
from gateway.domain.oss.business import text_of, trimmed
from gateway.domain.oss.codes import Method
from gateway.domain.oss.status import standing_of
from shared.identity import Caller

_ENVELOPES = (Method.CHECK_COMMITMENT.value, Method.CHECK_COMMITMENT.value.upper())


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCommitment:
    """`token` is the PIA's own header."""

    caller: Caller
    body: Mapping[str, Any] = field(repr=False)
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentAnswer:
    """`code` is of Lampiran 10; None where it has none for it. `number` is the licence's."""

    is_found: bool
    text: str
    id_izin: str = ""
    nib: str = ""
    code: str | None = None
    number: str | None = None


async def answer_commitment(question: AskCommitment, ports: OssIntakePorts) -> CommitmentAnswer:
    """Raises Forbidden, Unauthenticated, and Unavailable while the permit service is away."""
    require_oss(question.caller, ports)
    body = trimmed(question.body)
    inner = next((body[name] for name in _ENVELOPES if isinstance(body.get(name), Mapping)), body)
    asked = trimmed(inner)
    id_izin, nib = text_of(asked, "id_izin"), text_of(asked, "nib")
    require_token(question.token, nib, ports)
    if not id_izin:
        return CommitmentAnswer(is_found=False, text="Data Parameter Salah: id_izin")
    async with ports.read(question.caller) as stores:
        known = await stores.oss_permits.find(id_izin)
        if known is None or nib not in {"", known.permit.nib}:
            return CommitmentAnswer(is_found=False, text="id_izin tidak dikenal")
        application = await stores.oss_applications.of_permit(known.office_code, id_izin)
    if application is None:
        text = "Belum ada permohonan di kantor ini"
        return CommitmentAnswer(is_found=True, text=text, id_izin=id_izin, nib=known.permit.nib)
    # No transaction is open while the permit service is asked.
    case = await ports.desk.case_of_application(application, office_code=known.office_code)
    standing = standing_of(case.status, case.licence.status if case.licence else None)
    return CommitmentAnswer(
        is_found=True,
        text=standing.text,
        id_izin=id_izin,
        nib=known.permit.nib,
        code=standing.code,
        number=case.licence.number if case.licence else None,
    )
