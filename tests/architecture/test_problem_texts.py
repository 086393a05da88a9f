"""Every refusal says its sentence in Indonesian and in English, and nothing of what was sent."""

import importlib
import pkgutil
from collections.abc import Iterator
from string import Formatter

import pytest

from satupintu.databases import PACKAGES
from shared.errors import Refusal
from shared.http.problem_texts import NAMED, OWN, keys_of, table_of, text_of

MEMBERS = (OWN, *PACKAGES.values())
# What the house says of its own, without a refusal.
FRAMES = {"with_article", "internal_error", "method_not_allowed", "rate_limited"}


def refusals(package: str) -> list[type[Refusal]]:
    """Every refusal of a member, wherever it stands."""
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        if not {"migrations", "__main__", "testing"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    return [one for one in {Refusal, *_below(Refusal)} if one.__module__.startswith(f"{package}.")]


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


@pytest.mark.parametrize("package", MEMBERS)
def test_every_refusal_has_its_own_sentence_in_both_languages(package: str) -> None:
    wrong = []
    for kind in refusals(package):
        text = text_of(kind)
        if text is None or text["en"] != kind.message or text["id"] in {"", text["en"]}:
            wrong.append(f"{kind.__module__}.{kind.__name__}: {next(keys_of(kind))[1]}")

    assert sorted(wrong) == [], "add the sentence to problems.json of the member"


@pytest.mark.parametrize("package", MEMBERS)
def test_every_text_is_said_by_somebody_and_names_nothing_of_the_request(package: str) -> None:
    said = {key for kind in refusals(package) for place, key in keys_of(kind) if place == package}

    for key, text in table_of(package).items():
        assert set(text) == {"id", "en"}, key
        if not key.startswith("status."):
            assert key in said | FRAMES, key
        named = [
            {name for _, name, _, _ in Formatter().parse(one) if name} for one in text.values()
        ]
        assert named[0] == named[1], key
        assert named[0] <= (NAMED | {"detail"} if key == "with_article" else NAMED), key
