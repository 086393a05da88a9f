"""The tables of the gateway, a file per noun."""

from gateway.adapters.tables.accounts import (
    account,
    account_period,
    delegation,
    profile,
)
from gateway.adapters.tables.breaches import privacy_breach
from gateway.adapters.tables.deletions import deletion_request
from gateway.adapters.tables.intakes import (
    integration_answer,
    integration_cursor,
    integration_intake,
    integration_service_map,
)
from gateway.adapters.tables.integrations import (
    integration_circuit,
    integration_outage,
    integration_reconciliation,
)
from gateway.adapters.tables.interactions import interaction
from gateway.adapters.tables.log_retention import log_disposal, log_period
from gateway.adapters.tables.metadata import metadata
from gateway.adapters.tables.notifications import (
    notification,
    notification_queue,
)
from gateway.adapters.tables.offices import (
    office,
    office_calendar,
)
from gateway.adapters.tables.oss import (
    oss_application,
    oss_business,
    oss_message,
    oss_permit,
    oss_record,
)
from gateway.adapters.tables.oss_entries import oss_entry
from gateway.adapters.tables.representations import business_representation
from gateway.adapters.tables.sessions import (
    ended_access,
    known_device,
    refresh_token,
    session,
)

__all__ = [
    "account",
    "account_period",
    "business_representation",
    "delegation",
    "deletion_request",
    "ended_access",
    "integration_answer",
    "integration_circuit",
    "integration_cursor",
    "integration_intake",
    "integration_outage",
    "integration_reconciliation",
    "integration_service_map",
    "interaction",
    "known_device",
    "log_disposal",
    "log_period",
    "metadata",
    "notification",
    "notification_queue",
    "office",
    "office_calendar",
    "oss_application",
    "oss_business",
    "oss_entry",
    "oss_message",
    "oss_permit",
    "oss_record",
    "privacy_breach",
    "profile",
    "refresh_token",
    "session",
]
