"""Mail: to an SMTP server, or as files where none is configured.

A message carries an id made of its notification's, so that one that goes out twice is recognised;
what stands in a header was checked before, and the library refuses a line break in one.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Literal

import aiosmtplib

from gateway.adapters.notifications.outgoing_files import write_whole
from gateway.application.notifications.ports import NotDelivered, Outgoing

TIMEOUT_SECONDS = 15.0
_FINAL = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over. `none` as security is for a server on the same machine."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMail:
    """Hands each message to the server on a connection of its own. The sender may carry a name:
    `Office <izin@office.example>`."""

    server: MailServer
    sender: str

    async def deliver(self, outgoing: Outgoing) -> None:
        """Returns once the server has taken it over, for at least one of its receivers."""
        message = mail_message(outgoing, sender=self.sender)
        client = self._client()
        try:
            await client.connect()
            await client.send_message(
                message, sender=_bare(self.sender), recipients=list(outgoing.to)
            )
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPDataError) as refusal:
            raise NotDelivered("mail_refused", is_final=_is_final(refusal)) from None
        except (aiosmtplib.SMTPException, OSError):
            # Greeting, TLS, sign-in and sender are the server's and ours, not this message's.
            raise NotDelivered("mail_server_unavailable") from None
        finally:
            # It is taken over, or not: how the connection ends changes nothing.
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await _leave(client)

    def _client(self) -> aiosmtplib.SMTP:
        server = self.server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.security == "tls",
            # None would mean "if the server offers it", which whoever sits between can prevent.
            start_tls=server.security == "starttls",
            timeout=TIMEOUT_SECONDS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMail:
    """Writes each message to a directory, once however often it is sent."""

    directory: Path
    sender: str

    async def deliver(self, outgoing: Outgoing) -> None:
        """The file is whole or not there."""
        message = mail_message(outgoing, sender=self.sender)
        path = self.directory / f"{outgoing.id}.eml"
        await asyncio.to_thread(write_whole, path, message.as_bytes())


def mail_message(outgoing: Outgoing, *, sender: str) -> EmailMessage:
    """Plain text with HTML beside it; raises NotDelivered for an address that cannot be one."""
    letter = outgoing.letter
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = sender
        message["To"] = [Address(addr_spec=one) for one in outgoing.to]
        message["Subject"] = letter.subject
    except ValueError:
        raise NotDelivered("address_not_valid", is_final=True) from None
    message["Date"] = format_datetime(outgoing.at)
    message["Message-ID"] = f"<{outgoing.id}@{_bare(sender).rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Reference"] = str(outgoing.subject_id)
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    # A header named Content-… set before would have moved into the first part.
    message["Content-Language"] = letter.language
    return message


def _bare(sender: str) -> str:
    return parseaddr(sender)[1]


def _is_final(refusal: aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPDataError) -> bool:
    if isinstance(refusal, aiosmtplib.SMTPDataError):
        return refusal.code in _FINAL
    return all(one.code in _FINAL for one in refusal.recipients)


async def _leave(client: aiosmtplib.SMTP) -> None:
    if client.is_connected:
        await client.quit(timeout=2.0)
    client.close()
