"""The wire form of a message: CloudEvents 1.0 in Kafka binary mode.

A message that went through the wire equals the one that was sent, and its data keeps its bytes.
Headers that are not known are passed over; built by hand, since every event goes through here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.messaging.contract import Message

Headers = Sequence[tuple[str, bytes]]

_ALWAYS = (("ce_specversion", b"1.0"), ("content-type", b"application/json"))


class MalformedMessage(Exception):
    """Bytes that are no message of ours. Says which part is wrong, never what stood there."""


@dataclass(frozen=True, slots=True)
class Wire:
    """What a broker stores."""

    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


def to_wire(message: Message) -> Wire:
    """The key, the data as it was hashed, and the envelope as headers."""
    headers = [
        *_ALWAYS,
        ("ce_id", str(message.id).encode()),
        ("ce_source", f"/{message.publisher}".encode()),
        ("ce_type", message.type.encode()),
        ("ce_subject", str(message.subject).encode()),
        ("ce_time", message.occurred_at.isoformat().encode()),
        ("ce_dataversion", str(message.version).encode()),
        ("ce_office", message.office.encode()),
        ("ce_subjecttype", message.subject_type.encode()),
        ("ce_sequence", str(message.sequence).encode()),
        ("ce_partitionkey", message.key.encode()),
        ("ce_keysequence", str(message.key_sequence).encode()),
    ]
    if message.correlation is not None:
        headers.append(("ce_correlation", message.correlation.encode()))
    if message.causation is not None:
        headers.append(("ce_causation", str(message.causation).encode()))
    if message.actor is not None:
        headers.append(("ce_actor", message.actor.encode()))
    return Wire(key=message.key.encode(), value=message.data.encode(), headers=headers)


def from_wire(value: bytes | None, headers: Headers) -> Message:
    """The message again; raises MalformedMessage when a part is missing or makes no sense."""
    try:
        part = {name: text.decode() for name, text in headers if name.startswith("ce_")}
        causation = part.get("ce_causation")
        return Message(
            id=UUID(part["ce_id"]),
            type=part["ce_type"],
            version=int(part["ce_dataversion"]),
            office=part["ce_office"],
            subject_type=part["ce_subjecttype"],
            subject=UUID(part["ce_subject"]),
            sequence=int(part["ce_sequence"]),
            key=part["ce_partitionkey"],
            key_sequence=int(part["ce_keysequence"]),
            occurred_at=_moment(part["ce_time"]),
            data=(value or b"").decode(),
            correlation=part.get("ce_correlation"),
            causation=None if causation is None else UUID(causation),
            actor=part.get("ce_actor"),
        )
    except KeyError as missing:
        raise MalformedMessage(f"{missing.args[0]} is missing") from None
    except (ValueError, AttributeError) as error:
        raise MalformedMessage(type(error).__name__) from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment
