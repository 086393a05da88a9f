"""The parts that send notifications, put together: what `bootstrap` needs in one call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from gateway.adapters.notifications.applicants import PermitApplicants
from gateway.adapters.notifications.letters import TemplateLetters
from gateway.adapters.notifications.mail import FileMail, MailServer, SmtpMail
from gateway.adapters.notifications.officers import PostgresOfficers
from gateway.adapters.notifications.requesters import PostgresRequesters
from gateway.adapters.notifications.responsibles import PostgresResponsibles
from gateway.adapters.notifications.short_messages import FileShortMessages, HttpShortMessages
from gateway.adapters.notifications.store import PostgresNotificationQueue, PostgresNotifications
from gateway.application.notifications.ports import Carrier, Notifications, SendingPorts
from gateway.domain.notification import Channel
from shared.database.engine import Database
from shared.identity import Caller
from shared.module import Foundation


def sending_ports(
    foundation: Foundation,
    *,
    public_base_url: str,
    mail_sender: str,
    outgoing_directory: Path,
    mail_server: MailServer | None = None,
    short_messages: HttpShortMessages | None = None,
) -> SendingPorts:
    """Mail and SMS go to files in the outgoing directory where no server is given."""
    mail: Carrier = (
        FileMail(directory=outgoing_directory, sender=mail_sender)
        if mail_server is None
        else SmtpMail(server=mail_server, sender=mail_sender)
    )
    return SendingPorts(
        clock=foundation.clock,
        begin=NotificationStorage(foundation.database).begin,
        queue=PostgresNotificationQueue(foundation.database),
        applicants=PermitApplicants(foundation.services, foundation.system_tokens),
        officers=PostgresOfficers(foundation.database),
        requesters=PostgresRequesters(foundation.database),
        responsibles=PostgresResponsibles(foundation.database),
        letters=TemplateLetters(),
        carriers={
            Channel.MAIL: mail,
            Channel.SMS: short_messages or FileShortMessages(directory=outgoing_directory),
        },
        link_token=foundation.database.keyring.link_token,
        public_base_url=public_base_url,
    )


class NotificationStorage:
    """Opens transactions on the notifications alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def begin(self, caller: Caller) -> AsyncIterator[Notifications]:
        """Leaving commits, raising rolls back."""
        async with self._database.begin(caller) as transaction:
            yield PostgresNotifications(transaction.connection)

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[Notifications]:
        """A read-only transaction."""
        async with self._database.read(caller) as connection:
            yield PostgresNotifications(connection)
