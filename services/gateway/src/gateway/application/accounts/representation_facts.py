"""What is told of accounts that represent businesses: which NIB and by which proof, never whose."""

from gateway.application.ports import Transaction
from gateway.domain.accounts.representation import Representation
from shared.contracts.gateway_accounts import (
    BusinessRepresentationEndedV1,
    BusinessRepresentationGrantedV1,
)


def tell_granted(granted: Representation, work: Transaction) -> None:
    """From now on new tokens of the account name the NIB."""
    assert granted.proof is not None
    work.events.add(
        BusinessRepresentationGrantedV1(
            office_code=granted.office_code,
            representation_id=granted.id,
            nib=granted.nib,
            proof=granted.proof.value,
            granted_at=work.now,
        )
    )


def tell_ended(ended: Representation, work: Transaction) -> None:
    """From now on no token that names the NIB for this account is good."""
    work.events.add(
        BusinessRepresentationEndedV1(
            office_code=ended.office_code,
            representation_id=ended.id,
            nib=ended.nib,
            ended_at=work.now,
        )
    )
