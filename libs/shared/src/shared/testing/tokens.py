"""Tokens for tests, under a key that exists only for the run."""

from datetime import timedelta
from uuid import UUID

from shared.clock import Clock, SystemClock
from shared.identity import Caller, Role
from shared.ids import new_id
from shared.tokens import SystemTokens, TokenSigner, TokenVerifier, new_signing_key, public_jwks

ISSUER = "satupintu-test"
SYSTEM_SECRET = "a-secret-of-the-tests-and-of-nothing-else"
LIFETIME = timedelta(minutes=15)


class TestIssuer:
    """Signs for whomever a test wants to be; `verifier` and `system` go into the foundation."""

    __test__ = False

    def __init__(self, *, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self.key = new_signing_key()
        self.jwks = public_jwks(self.key)
        self.signer = TokenSigner(self.key, issuer=ISSUER, clock=self._clock)
        self.verifier = TokenVerifier(self.jwks, issuer=ISSUER, clock=self._clock)
        self.system = SystemTokens(SYSTEM_SECRET, clock=self._clock)

    def token_for(self, caller: Caller) -> str:
        """An access token for the caller, from now on for a quarter of an hour."""
        return self.signer.sign(caller, until=self._clock.now() + LIFETIME).token

    def headers(
        self,
        *,
        role: Role | str = Role.APPLICANT,
        office: str | None = None,
        actor: UUID | str | None = None,
        agency: str | None = None,
        username: str | None = None,
        nibs: tuple[str, ...] = (),
    ) -> dict[str, str]:
        """The request headers of somebody with this role; a new account unless `actor` is given."""
        caller = Caller(
            actor=str(actor or new_id()),
            roles=frozenset({Role(role)}),
            offices=(office,) if office else (),
            agency=agency,
            username=username,
            nibs=nibs,
        )
        return {"Authorization": f"Bearer {self.token_for(caller)}"}

    def system_headers(self, target: str, *, service: str = "test") -> dict[str, str]:
        """The request headers of a service that calls another's internal routes."""
        return {"Authorization": f"Bearer {self.system.issue(service, target)}"}
