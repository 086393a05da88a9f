"""Routes of a Head's own signing certificate."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field, SecretStr

from permit_service.application.signing_certificates import (
    IssueCertificate,
    RevokeCertificate,
    issue_certificate,
    own_certificate,
    revoke_certificate,
)
from permit_service.application.signing_ports import Certificate
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from shared.documents.signing import CertificateStatus
from shared.http import Answer, Idempotent, Representation, SignedIn, answers, by, respond
from shared.identity import Role

router = APIRouter(prefix="/v1/signing-certificates", tags=["licences"])

Passphrase = Annotated[SecretStr, Field(max_length=200)]


class CertificateBody(Body):
    """The passphrase that the Head will sign with, at least twelve characters. While a certificate
    is good, its own passphrase is asked for too."""

    passphrase: Passphrase
    current_passphrase: Passphrase | None = None


class CertificateAnswer(Answer):
    """The caller's certificate; of one that another body keeps the status alone is known."""

    issuer: str
    status: CertificateStatus
    serial: str | None
    valid_from: datetime | None
    valid_until: datetime | None


@router.post(
    "", status_code=201, responses=answers(CertificateAnswer, 201), dependencies=by(Role.HEAD)
)
async def post_certificate(
    body: CertificateBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """A certificate for the Head or a delegate who signs in; also its renewal."""
    current = body.current_passphrase
    command = IssueCertificate(
        caller=caller,
        passphrase=body.passphrase.get_secret_value(),
        current_passphrase=None if current is None else current.get_secret_value(),
    )
    return await request.run(
        lambda once: issue_certificate(replace(command, once=once), api.ports),
        body={},
        shape=lambda made: Representation(body=certificate_body(made)),
        status=201,
    )


@router.get("/mine", responses=answers(CertificateAnswer))
async def get_certificate(caller: SignedIn, api: Permits) -> Response:
    """Whether the caller could sign now, and until when."""
    found = await own_certificate(caller, api.ports)
    return respond(Representation(body=certificate_body(found)))


@router.post("/mine/revocation", responses=answers(CertificateAnswer), dependencies=by(Role.HEAD))
async def post_revocation(caller: SignedIn, request: Idempotent, api: Permits) -> Response:
    """Nothing can be signed with it any more; what it has signed stays signed."""
    return await request.run(
        lambda once: revoke_certificate(RevokeCertificate(caller=caller, once=once), api.ports),
        body={},
        shape=lambda ended: Representation(body=certificate_body(ended)),
    )


def certificate_body(certificate: Certificate) -> dict[str, Any]:
    """What the certificate says."""
    return {
        "issuer": certificate.issuer,
        "status": certificate.status,
        "serial": certificate.serial,
        "valid_from": certificate.valid_from,
        "valid_until": certificate.valid_until,
    }
