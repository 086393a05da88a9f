"""What a deployment without a mail server has sent: one file per mail, in its home."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path


def mails_of(home: Path, application_id: str) -> list[EmailMessage]:
    """What was sent about an application, by mail."""
    contents = (one.read_bytes() for one in (home / "outgoing").glob("*.eml"))
    found = [
        message_from_bytes(one, _class=EmailMessage, policy=default)
        for one in contents
        if application_id.encode() in one  # the others need no parsing
    ]
    return [one for one in found if one["X-Reference"] == application_id]


def said_by(mail: EmailMessage) -> str:
    """Its words, in one line."""
    return " ".join(words_of(mail))


def words_of(mail: EmailMessage) -> list[str]:
    """What stands between its spaces."""
    part = mail.get_body(("plain",))
    assert part is not None
    words: list[str] = part.get_content().split()
    return words
