"""Codes: 1,000 genuine and 1,000 tampered ones told apart without a network (R17)."""

import base64
import json
import random
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import OctKey

from shared.documents.sealed_code import CodeNotGenuine, SealingKeys, read_code
from shared.testing.clock import FixedClock

MANY = 1_000
URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def keys(tmp_path: Path, clock: FixedClock) -> SealingKeys:
    return SealingKeys.at(tmp_path / "keys", clock=clock)


def facts(number: int) -> dict[str, str]:
    return {
        "n": f"{number:04d}/REKLAME/DPMPTSP/VI/2026",
        "o": "81.02",
        "h": "T*** C*****",
        "i": "2026-06-15",
    }


def is_genuine(code: str, published: dict) -> bool:
    try:
        read_code(code, published)
    except CodeNotGenuine:
        return False
    return True


def tampered(code: str, chance: random.Random) -> str:
    """One letter another, one left out, one put in, or two exchanged; the dots stay."""
    places = [place for place, letter in enumerate(code) if letter != "."]
    place, letter = chance.choice(places), chance.choice(URL_SAFE)
    made = chance.choice(
        (
            code[:place] + letter + code[place + 1 :],
            code[:place] + code[place + 1 :],
            code[:place] + letter + code[place:],
        )
    )
    return made if made != code else tampered(code, chance)


def test_1000_genuine_and_1000_tampered_codes_are_told_apart(keys: SealingKeys) -> None:
    published = keys.published()
    chance = random.Random(17)
    codes = [keys.seal(facts(number)) for number in range(MANY)]

    assert [read_code(code, published) for code in codes] == [facts(one) for one in range(MANY)]
    assert [code for code in codes if is_genuine(tampered(code, chance), published)] == []


def test_the_parts_of_two_codes_do_not_fit_together(keys: SealingKeys) -> None:
    one, other = (keys.seal(facts(number)).split(".") for number in (1, 2))

    assert not is_genuine(".".join([one[0], other[1], one[2]]), keys.published())


def test_another_s_key_and_no_key_and_the_public_key_as_a_secret_are_not_taken(
    keys: SealingKeys, tmp_path: Path, clock: FixedClock
) -> None:
    published = keys.published()
    kid = published["keys"][0]["kid"]
    strange = SealingKeys.at(tmp_path / "strange", clock=clock).seal(facts(1))
    payload = keys.seal(facts(1)).split(".")[1]

    def part(value: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    none = f"{part({'alg': 'none', 'kid': kid})}.{payload}."
    secret = OctKey.import_key(published["keys"][0]["x"] * 2)
    confused = jws.serialize_compact({"alg": "HS256", "kid": kid}, "{}", secret)

    for code in (strange, none, confused, "", "x", "a.b.c", "." * 3, "9" * 5_000):
        assert not is_genuine(code, published)
    assert not is_genuine(keys.seal(facts(1)), {"keys": []})


def test_after_a_change_of_keys_older_codes_stay_genuine(
    keys: SealingKeys, clock: FixedClock
) -> None:
    before = keys.seal(facts(1))
    clock.move(timedelta(days=1))
    kid = keys.rotate()
    after = keys.seal(facts(2))

    published = keys.published()
    assert [one["kid"] for one in published["keys"]][-1] == kid
    assert all("d" not in one for one in published["keys"])
    assert read_code(before, published) == facts(1)
    assert read_code(f"https://perizinan.example.go.id/v/abc#{after}", published) == facts(2)
    assert not is_genuine(after, {"keys": published["keys"][:1]})


def test_the_last_key_seals_whatever_the_clock_says(keys: SealingKeys, clock: FixedClock) -> None:
    """Of one second, and after a clock that has gone back."""
    made = [keys.rotate() for _ in range(5)]
    clock.move(timedelta(days=-1))
    made.append(keys.rotate())
    with ThreadPoolExecutor(4) as others:
        together = list(others.map(lambda _: keys.rotate(), range(8)))

    order = [one["kid"] for one in keys.published()["keys"]]
    assert order[1:7] == made
    assert set(order[7:]) == set(together)
    assert len(order) == len(set(order)) == 1 + len(made) + len(together)
    header = jws.extract_compact(keys.seal(facts(1)).encode()).headers()
    assert header["kid"] == order[-1]


def test_private_keys_are_private(keys: SealingKeys) -> None:
    for path in keys.home.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
