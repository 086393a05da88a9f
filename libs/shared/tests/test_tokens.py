"""A token stands for a caller only when everything about it is right."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import OctKey, OKPKey

from shared.errors import Unauthenticated
from shared.identity import Caller, Role
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.tokens import ISSUER, TestIssuer
from shared.tokens import (
    ACCESS_TYPE,
    AUDIENCE,
    EDDSA,
    MAX_CACHED,
    SystemTokens,
    TokenSigner,
    TokenVerifier,
    new_signing_key,
    public_jwks,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HEAD = Caller(
    actor=str(new_id()),
    roles=frozenset({Role.HEAD, Role.LICENSING_OFFICIAL}),
    offices=("81.02",),
    agency="bapenda",
    username="kepala",
    nibs=("1234567890123",),
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def issuer(clock: FixedClock) -> TestIssuer:
    return TestIssuer(clock=clock)


def claims(**changes: Any) -> dict[str, Any]:
    seconds = int(NOW.timestamp())
    whole = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": HEAD.actor,
        "iat": seconds,
        "exp": seconds + 900,
        "jti": "1",
        "roles": ["head"],
        "offices": ["81.02"],
        "agency": None,
        "username": "kepala",
        "nibs": [],
    } | changes
    return {name: value for name, value in whole.items() if value is not ...}


def signed(key: dict[str, Any], payload: dict[str, Any], **header: Any) -> str:
    whole = {"alg": "EdDSA", "kid": key["kid"], "typ": ACCESS_TYPE} | header
    return jwt.encode(whole, payload, OKPKey.import_key(key), registry=EDDSA)


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_a_token_brings_back_the_whole_caller(issuer: TestIssuer) -> None:
    assert issuer.verifier.verify(issuer.token_for(HEAD)) == HEAD


def test_the_signer_says_when_the_token_ends(issuer: TestIssuer) -> None:
    until = NOW + timedelta(minutes=5)

    assert issuer.signer.sign(HEAD, until=until).expires_at == until


def test_the_helper_for_claims_makes_tokens_that_would_be_accepted(issuer: TestIssuer) -> None:
    assert issuer.verifier.verify(signed(issuer.key, claims())).has(Role.HEAD)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"iss": "somebody-else"}, id="another issuer"),
        pytest.param({"iss": ...}, id="no issuer"),
        pytest.param({"aud": "another-product"}, id="another audience"),
        pytest.param({"aud": ...}, id="no audience"),
        pytest.param({"aud": [AUDIENCE, "x"]}, id="audience as a list"),
        pytest.param({"exp": int(NOW.timestamp())}, id="just expired"),
        pytest.param({"exp": ...}, id="never expires"),
        pytest.param({"exp": "tomorrow"}, id="expiry is a text"),
        pytest.param({"exp": True}, id="expiry is a boolean"),
        pytest.param({"exp": 10**30}, id="expiry past every calendar"),
        pytest.param({"exp": 1e400}, id="expiry is infinite"),
        pytest.param({"iat": int(NOW.timestamp()) + 60}, id="issued in the future"),
        pytest.param({"iat": ...}, id="no time of issue"),
        pytest.param({"nbf": int(NOW.timestamp()) + 60}, id="not yet valid"),
        pytest.param({"sub": ...}, id="nobody"),
        pytest.param({"sub": 7}, id="subject is a number"),
        pytest.param({"roles": ["system"]}, id="the role of a service"),
        pytest.param({"roles": ["king"]}, id="an unknown role"),
        pytest.param({"roles": [{"head": 1}]}, id="roles of another shape"),
        pytest.param({"offices": 8102}, id="offices of another shape"),
        pytest.param({"agency": ["bapenda"]}, id="agency of another shape"),
    ],
)
def test_a_signed_token_with_wrong_claims_is_nobodys(
    issuer: TestIssuer, changes: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated):
        issuer.verifier.verify(signed(issuer.key, claims(**changes)))


@pytest.mark.parametrize(
    "header",
    [
        pytest.param({"typ": "JWT"}, id="another type"),
        pytest.param({"typ": "system+jwt"}, id="a service's type"),
        pytest.param({"kid": "unknown"}, id="an unknown key"),
        pytest.param({"kid": ["a"]}, id="a key id of another shape"),
        pytest.param({"crit": ["exp"]}, id="an extension nobody knows"),
    ],
)
def test_a_signed_token_with_a_wrong_header_is_nobodys(
    issuer: TestIssuer, header: dict[str, Any]
) -> None:
    body = f"{part({'alg': 'EdDSA', 'kid': issuer.key['kid'], 'typ': ACCESS_TYPE} | header)}"
    signing = OKPKey.import_key(issuer.key)
    payload = part(claims())
    signature = signing.private_key.sign(f"{body}.{payload}".encode())  # type: ignore[union-attr]

    with pytest.raises(Unauthenticated):
        issuer.verifier.verify(f"{body}.{payload}.{part(signature)}")


def hostile(issuer: TestIssuer) -> dict[str, str]:
    """Tokens an attacker can make without the private key."""
    good = issuer.token_for(HEAD)
    head, payload, signature = good.split(".")
    kid = issuer.key["kid"]
    stranger = new_signing_key()
    public = OKPKey.import_key(issuer.key).as_pem(private=False)
    confused = jws.serialize_compact(
        {"alg": "HS256", "kid": kid, "typ": ACCESS_TYPE},
        json.dumps(claims()).encode(),
        OctKey.import_key(base64.urlsafe_b64encode(public)),
    )
    raised = part(claims(roles=["administrator"]))
    own_key = public_jwks(stranger)["keys"][0]
    return {
        "empty": "",
        "not a token": "hello",
        "two dots": "..",
        "no algorithm": f"{part({'alg': 'none', 'typ': ACCESS_TYPE})}.{payload}.",
        "no algorithm, capitals": f"{part({'alg': 'NONE', 'kid': kid})}.{payload}.",
        "public key used as a secret": confused,
        "another's key under our id": signed({**stranger, "kid": kid}, claims()),
        "another's key, sent along": signed(stranger, claims(), jwk=own_key, kid=kid),
        "a place to fetch the key from": signed(stranger, claims(), jku="https://x.test/", kid=kid),
        "roles changed": f"{head}.{raised}.{signature}",
        "no signature": f"{head}.{payload}.",
        "half a signature": f"{head}.{payload}.{signature[:40]}",
        "truncated": good[:-2],
        "a line feed in it": good[:20] + "\n" + good[20:],
        "encrypted form": f"{head}.{payload}.{signature}.{payload}.{signature}",
        "algorithm of another shape": f"{part({'alg': [], 'kid': kid})}.{payload}.{signature}",
        "header that is a list": f"{part([])}.{payload}.{signature}",
        "huge": good + "A" * 1_000_000,
        "characters outside": good[:-1] + "\udcff",
    }


@pytest.mark.parametrize("kind", hostile(TestIssuer(clock=FixedClock(NOW))))
def test_a_hostile_token_is_nobodys(issuer: TestIssuer, kind: str) -> None:
    with pytest.raises(Unauthenticated):
        issuer.verifier.verify(hostile(issuer)[kind])


def test_a_known_token_ends_on_time_also_when_it_was_just_seen(
    issuer: TestIssuer, clock: FixedClock
) -> None:
    token = issuer.token_for(HEAD)
    issuer.verifier.verify(token)
    clock.move(timedelta(minutes=15))

    with pytest.raises(Unauthenticated):
        issuer.verifier.verify(token)


def test_what_is_remembered_is_bounded(issuer: TestIssuer) -> None:
    verifier = issuer.verifier
    verifier._seen.update((number.to_bytes(32, "big"), (NOW, HEAD)) for number in range(MAX_CACHED))
    verifier.verify(issuer.token_for(HEAD))

    assert len(verifier._seen) == MAX_CACHED


def test_a_new_key_is_heard_of_without_a_restart(clock: FixedClock) -> None:
    old, new = new_signing_key(), new_signing_key()
    published = [public_jwks(old)]
    verifier = TokenVerifier(lambda: published[0], issuer=ISSUER, clock=clock)
    token = TokenSigner(new, issuer=ISSUER, clock=clock).sign(HEAD, until=NOW + timedelta(hours=1))
    with pytest.raises(Unauthenticated):
        verifier.verify(token.token)

    published[0] = public_jwks(old, new)

    assert verifier.verify(token.token) == HEAD


def test_what_is_published_of_a_key_signs_nothing() -> None:
    assert "d" not in public_jwks(new_signing_key())["keys"][0]


def test_a_service_is_known_to_the_service_it_calls(issuer: TestIssuer) -> None:
    caller = issuer.system.verify(issuer.system.issue("gateway", "permit"), "permit")

    assert caller == Caller(actor="gateway", roles=frozenset({Role.SYSTEM}))


def test_a_services_token_opens_no_other_service(issuer: TestIssuer) -> None:
    with pytest.raises(Unauthenticated):
        issuer.system.verify(issuer.system.issue("gateway", "permit"), "survey")


def test_a_services_token_lasts_a_minute(issuer: TestIssuer, clock: FixedClock) -> None:
    token = issuer.system.issue("gateway", "permit")
    clock.move(timedelta(seconds=60))

    with pytest.raises(Unauthenticated):
        issuer.system.verify(token, "permit")


def test_neither_kind_of_token_passes_for_the_other(issuer: TestIssuer) -> None:
    with pytest.raises(Unauthenticated):
        issuer.verifier.verify(issuer.system.issue("gateway", AUDIENCE))
    with pytest.raises(Unauthenticated):
        issuer.system.verify(issuer.token_for(HEAD), AUDIENCE)


def test_another_deployments_secret_opens_nothing(issuer: TestIssuer, clock: FixedClock) -> None:
    stranger = SystemTokens("another-secret-that-is-long-enough-too", clock=clock)

    with pytest.raises(Unauthenticated):
        issuer.system.verify(stranger.issue("gateway", "permit"), "permit")


def test_a_short_secret_is_not_taken(clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SystemTokens("short", clock=clock)
