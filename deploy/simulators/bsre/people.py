"""Who is known to the simulated authority, what it is told to do wrong, and what it has done."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from uuid import uuid4

from pydantic import BaseModel, SecretStr

from shared.documents.signing import CertificateStatus


class Person(BaseModel):
    """A signatory. `signs` is what the certificate names."""

    nik: str
    passphrase: SecretStr
    name: str
    status: CertificateStatus = CertificateStatus.ISSUE


class Fault(StrEnum):
    """What the service does instead of what it should."""

    SILENT_AFTER_SIGNING = "silent_after_signing"
    SILENT_BEFORE_SIGNING = "silent_before_signing"
    SERVER_ERROR = "server_error"
    SERVER_ERROR_ON_STATUS = "server_error_on_status"
    GATEWAY_TIMEOUT_AFTER_SIGNING = "gateway_timeout_after_signing"
    SLOW = "slow"
    ANOTHER_DOCUMENT = "another_document"
    BROKEN_SIGNATURE = "broken_signature"
    GARBAGE = "garbage"
    FILE_GONE = "file_gone"


class Behaviour(BaseModel):
    """`fault` for the next `times` calls it touches; `answers_with` is how version 1 answers."""

    fault: Fault | None = None
    times: int = 1
    seconds: float = 30.0
    answers_with: Literal["pdf", "id"] = "pdf"


@dataclass
class Office:
    """The state of the simulator; nothing of it is kept."""

    people: dict[str, Person] = field(default_factory=dict)
    behaviour: Behaviour = field(default_factory=Behaviour)
    files: dict[str, bytes] = field(default_factory=dict)
    signatures: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def meets(self, *faults: Fault) -> Fault | None:
        """The fault that strikes this call, if one of these is due."""
        due = self.behaviour.fault
        if due not in faults or self.behaviour.times < 1:
            return None
        self.behaviour.times -= 1
        return due

    def keep(self, content: bytes) -> str:
        """Keeps a signed file and returns its id."""
        document_id = uuid4().hex
        self.files[document_id] = content
        return document_id
