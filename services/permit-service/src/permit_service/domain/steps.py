"""The statuses of an application and the lawful moves between them (Perbup Malra 23/2021 Ps 6).

Survey and recommendations are facts on the application, not statuses.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    VALIDATED = "validated"
    SIGNED = "signed"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done to an application."""

    SUBMIT = "submit"
    VERIFY = "verify"
    RETURN = "return"
    REJECT = "reject"
    RESUBMIT = "resubmit"
    VALIDATE = "validate"
    SEND_BACK = "send_back"
    SIGN = "sign"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"


# Only the front office rejects (Ps 6(2)); the back office sends back.
NEXT: Mapping[Status, Mapping[Move, Status]] = MappingProxyType(
    {
        Status.DRAFT: {Move.SUBMIT: Status.SUBMITTED, Move.WITHDRAW: Status.WITHDRAWN},
        Status.SUBMITTED: {
            Move.VERIFY: Status.VERIFIED,
            Move.RETURN: Status.RETURNED,
            Move.REJECT: Status.REJECTED,
            Move.WITHDRAW: Status.WITHDRAWN,
        },
        Status.RETURNED: {Move.RESUBMIT: Status.SUBMITTED, Move.WITHDRAW: Status.WITHDRAWN},
        Status.VERIFIED: {
            Move.VALIDATE: Status.VALIDATED,
            Move.SEND_BACK: Status.SUBMITTED,
            Move.WITHDRAW: Status.WITHDRAWN,
        },
        Status.VALIDATED: {Move.SIGN: Status.SIGNED, Move.WITHDRAW: Status.WITHDRAWN},
        Status.SIGNED: {Move.DELIVER: Status.DELIVERED},
        Status.DELIVERED: {},
        Status.REJECTED: {},
        Status.WITHDRAWN: {},
    }
)
