"""The signing authority that the settings name, and the roots that anybody's check trusts."""

from dataclasses import dataclass
from pathlib import Path

from shared.clock import Clock
from shared.documents.bsre import BsreAddress, make_signer
from shared.documents.local_authority import LocalAuthority
from shared.documents.local_signer import LocalSigner
from shared.documents.signing import Signer
from shared.documents.verification import Verifier


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningAuthority:
    """Who signs, and how what was signed is checked: also what another authority has signed
    before."""

    signer: Signer
    verifier: Verifier
    local: LocalAuthority
    asks_for_nik: bool

    @classmethod
    def of(cls, home: Path, *, bsre: BsreAddress | None, clock: Clock) -> "SigningAuthority":
        """Opens it; the local authority is there in any case."""
        local = LocalAuthority.at(home, clock=clock)
        roots = local.root_path.read_bytes()
        if bsre is None:
            return cls(
                signer=LocalSigner(local),
                verifier=Verifier(roots),
                local=local,
                asks_for_nik=False,
            )
        return cls(
            signer=make_signer(bsre, clock=clock),
            verifier=Verifier(roots + bsre.roots.read_bytes()),
            local=local,
            asks_for_nik=True,
        )
