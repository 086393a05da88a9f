"""A mail server and an SMS gateway that listen on this machine and do as a test directs."""

# ruff: noqa: ARG002 - the shape of the handler is the library's.
import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from gateway.adapters.notifications.mail import MailServer


@dataclass(slots=True)
class Mailbox:
    """What a mail server does with what it gets: `answers` are given first, in turn."""

    answers: list[str] = field(default_factory=list)
    recipients_refused: dict[str, str] = field(default_factory=dict)
    received: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A receiver is taken unless the test refuses it."""
        if address in self.recipients_refused:
            return self.recipients_refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """A message is kept unless another answer is due."""
        if self.answers:
            return self.answers.pop(0)
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        self.received.append(message_from_bytes(raw, _class=EmailMessage, policy=default))
        return "250 OK"


@asynccontextmanager
async def serving_mail(mailbox: Mailbox, port: int) -> AsyncIterator[MailServer]:
    """Where it listens, without TLS."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="mail.test", loop=loop), "127.0.0.1", port
    )
    try:
        yield MailServer(host="127.0.0.1", port=port, security="none")
    finally:
        server.close()
        await server.wait_closed()


@dataclass(slots=True)
class SmsGateway:
    """An HTTP server that answers with a status and keeps what it was sent."""

    status: int = 202
    requests: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request per connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])
        }
        body = await reader.readexactly(int(headers["content-length"]))
        self.requests.append((headers, json.loads(body)))
        writer.write(f"HTTP/1.1 {self.status} X\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def serving_sms(gateway: SmsGateway, port: int) -> AsyncIterator[str]:
    """Its address."""
    server = await asyncio.start_server(gateway.answer, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{port}/messages"
    finally:
        server.close()
        await server.wait_closed()
