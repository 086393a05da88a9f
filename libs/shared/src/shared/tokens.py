"""Who a bearer token stands for: access tokens of people, and short ones between services.

One algorithm per kind, type, issuer and audience checked, keys from the configuration alone and
never from a token's header (RFC 8725). Whatever is wrong, the answer is the same refusal.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import GuestProtocol, OctKey, OKPKey
from joserfc.jws import JWSRegistry

from shared.clock import Clock
from shared.errors import Unauthenticated
from shared.identity import Caller, Role
from shared.ids import new_id

ACCESS_TYPE = "at+jwt"
SYSTEM_TYPE = "system+jwt"
AUDIENCE = "satupintu"
SYSTEM_ISSUER = "satupintu-services"
SYSTEM_LIFETIME = timedelta(seconds=60)
LEEWAY = timedelta(seconds=5)
MAX_TOKEN_LENGTH = 4_096
MAX_CACHED = 10_000
MIN_SECRET_BYTES = 32

Jwks = Mapping[str, Any]

_MALFORMED = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class _OneAlgorithm(JWSRegistry):
    """Knows a single algorithm, whatever a token's header asks for."""

    def __init__(self, name: str) -> None:
        super().__init__(algorithms=[name])
        self._name = name

    def get_alg(self, name: str) -> Any:
        """The one algorithm. The library warns of the name EdDSA; with Ed25519 keys alone it
        is not ambiguous, and it is the name every other verifier knows."""
        if name != self._name:
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


EDDSA = _OneAlgorithm("EdDSA")
_HS256 = _OneAlgorithm("HS256")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a genuine access token says: for whom it stands until when, of which session it is,
    and when it was issued, in milliseconds."""

    caller: Caller
    expires_at: datetime
    session: str | None
    issued_ms: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed access token and the moment it ends."""

    token: str
    id: str
    expires_at: datetime


class TokenSigner:
    """Signs access tokens with the deployment's private Ed25519 key (a JWK with a `kid`)."""

    def __init__(
        self, private_key: Mapping[str, Any], *, issuer: str, clock: Clock, audience: str = AUDIENCE
    ) -> None:
        self._key = _ed25519(private_key)
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        self.kid = str(private_key["kid"])

    def sign(self, caller: Caller, *, until: datetime, session: UUID | None = None) -> Issued:
        """A token that stands for the caller until a moment, or until its session is ended."""
        now = self._clock.now()
        token_id = str(new_id())
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": caller.actor,
            "iat": int(now.timestamp()),
            "iat_ms": _milliseconds(now),
            "exp": int(until.timestamp()),
            "jti": token_id,
            "sid": None if session is None else str(session),
            "roles": sorted(caller.roles),
            "offices": list(caller.offices),
            "agency": caller.agency,
            "username": caller.username,
            "nibs": list(caller.nibs),
        }
        header = {"alg": "EdDSA", "kid": self.kid, "typ": ACCESS_TYPE}
        return Issued(jwt.encode(header, claims, self._key, registry=EDDSA), token_id, until)


class TokenVerifier:
    """Turns access tokens into callers. `keys` is a JWKS, or is asked for one when a token is
    seen for the first time; a key that was taken out ends with the tokens it has signed."""

    def __init__(
        self,
        keys: Jwks | Callable[[], Jwks],
        *,
        issuer: str,
        clock: Clock,
        audience: str = AUDIENCE,
    ) -> None:
        self._keys: Callable[[], Jwks] = keys if callable(keys) else lambda: keys
        self._issuer = issuer
        self._audience = audience
        self._clock = clock
        self._imported: tuple[Jwks | None, dict[str, OKPKey]] = (None, {})
        self._seen: OrderedDict[bytes, Reading] = OrderedDict()

    def verify(self, token: str) -> Caller:
        """The caller a token stands for; raises Unauthenticated."""
        return self.read(token).caller

    def read(self, token: str) -> Reading:
        """Everything that a token says; raises Unauthenticated."""
        if len(token) > MAX_TOKEN_LENGTH:
            raise Unauthenticated
        fingerprint = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._seen.get(fingerprint)
        if known is not None and self._clock.now() < known.expires_at:
            return known
        claims = _verified(token, self._key, EDDSA, typ=ACCESS_TYPE)
        expires_at = _check(claims, self._issuer, self._audience, self._clock.now())
        reading = Reading(
            caller=_caller(claims),
            expires_at=expires_at,
            session=_text(claims.get("sid")),
            issued_ms=_issued_ms(claims),
        )
        self._remember(fingerprint, reading)
        return reading

    def _key(self, token: GuestProtocol) -> OKPKey:
        jwks = self._keys()
        if jwks is not self._imported[0]:
            self._imported = (jwks, {str(key["kid"]): _ed25519(key) for key in jwks["keys"]})
        return self._imported[1][token.headers()["kid"]]

    def _remember(self, fingerprint: bytes, reading: Reading) -> None:
        self._seen[fingerprint] = reading
        self._seen.move_to_end(fingerprint)
        if len(self._seen) > MAX_CACHED:
            self._seen.popitem(last=False)


class SystemTokens:
    """Tokens with which one service calls another's `/internal` routes: a minute long, for one
    target, under a secret that the deployment's services share."""

    def __init__(self, secret: str, *, clock: Clock) -> None:
        if len(secret.encode()) < MIN_SECRET_BYTES:
            raise ValueError(f"the services' secret has at least {MIN_SECRET_BYTES} bytes")
        self._key = OctKey.import_key(secret)
        self._clock = clock

    def issue(self, service: str, target: str) -> str:
        """A token with which `service` may call `target`."""
        now = self._clock.now()
        claims = {
            "iss": SYSTEM_ISSUER,
            "aud": target,
            "sub": service,
            "iat": int(now.timestamp()),
            "exp": int((now + SYSTEM_LIFETIME).timestamp()),
        }
        return jwt.encode({"alg": "HS256", "typ": SYSTEM_TYPE}, claims, self._key, registry=_HS256)

    def verify(self, token: str, target: str) -> Caller:
        """The service that calls, in the role SYSTEM; raises Unauthenticated."""
        claims = _verified(token, self._key, _HS256, typ=SYSTEM_TYPE)
        _check(claims, SYSTEM_ISSUER, target, self._clock.now())
        return Caller(actor=str(claims["sub"]), roles=frozenset({Role.SYSTEM}))


def new_signing_key() -> dict[str, Any]:
    """A private Ed25519 key as a JWK, with a key id of its own."""
    key = OKPKey.generate_key("Ed25519", parameters={"kid": str(new_id()), "use": "sig"})
    return {**key.as_dict(private=True), "alg": "EdDSA"}


def public_jwks(*private_keys: Mapping[str, Any]) -> dict[str, Any]:
    """What others need to verify: the keys without their private part."""
    return {"keys": [{**_ed25519(key).as_dict(private=False)} for key in private_keys]}


def _ed25519(jwk: Mapping[str, Any]) -> OKPKey:
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
        raise ValueError("an access token's key is an Ed25519 key")
    return OKPKey.import_key({name: value for name, value in jwk.items() if name != "key_ops"})


def _verified(
    token: str,
    key: OctKey | Callable[[GuestProtocol], OKPKey],
    registry: _OneAlgorithm,
    *,
    typ: str,
) -> dict[str, Any]:
    try:
        decoded = jwt.decode(token, key, registry=registry)
        if decoded.header.get("typ") != typ:
            raise Unauthenticated
    except _MALFORMED:
        raise Unauthenticated from None
    return decoded.claims


def _check(claims: dict[str, Any], issuer: str, audience: str, now: datetime) -> datetime:
    """When the token ends; raises Unauthenticated when it is not for us, or not now."""
    expires_at = _instant(claims, "exp")
    if claims.get("iss") != issuer or claims.get("aud") != audience:
        raise Unauthenticated
    if now >= expires_at or now + LEEWAY < _instant(claims, "iat"):
        raise Unauthenticated
    if "nbf" in claims and now + LEEWAY < _instant(claims, "nbf"):
        raise Unauthenticated
    if not isinstance(claims.get("sub"), str):
        raise Unauthenticated
    return expires_at


def _issued_ms(claims: dict[str, Any]) -> int:
    """To the millisecond where it is ours, else to the second."""
    value = claims.get("iat_ms")
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _milliseconds(_instant(claims, "iat"))


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _instant(claims: dict[str, Any], name: str) -> datetime:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unauthenticated
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        raise Unauthenticated from None


def _caller(claims: dict[str, Any]) -> Caller:
    """Raises Unauthenticated for claims of another shape, and for a role people cannot have."""
    try:
        roles = frozenset(Role(role) for role in _texts(claims.get("roles")))
    except ValueError:
        raise Unauthenticated from None
    if Role.SYSTEM in roles:
        raise Unauthenticated
    return Caller(
        actor=claims["sub"],
        roles=roles,
        offices=_texts(claims.get("offices")),
        agency=_text(claims.get("agency")),
        username=_text(claims.get("username")),
        nibs=_texts(claims.get("nibs")),
    )


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, Collection) or not all(isinstance(one, str) for one in value):
        raise Unauthenticated
    return tuple(value)


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise Unauthenticated
    return value
