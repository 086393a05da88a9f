"""What a user has told pip or uv about the package index holds for both."""

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location(
    "package_index", Path(__file__).parents[1] / "package_index.py"
)
assert _spec is not None
assert _spec.loader is not None
package_index = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(package_index)

HERE = "https://packages.example/simple"
THERE = "https://more.example/simple"


def environment(listing: str = "", **given: str) -> dict[str, str]:
    chosen: dict[str, str] = package_index.environment(
        {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", **given}, listing, cache=None
    )
    return chosen


def test_what_pip_is_told_uv_is_told() -> None:
    listing = (
        f"global.index-url='{HERE}'\nglobal.extra-index-url='\\n{THERE}'\n"
        "global.find-links='/a /b'\nglobal.cert='/ca.pem'\nglobal.trusted-host='one two'\n"
        "global.proxy='http://proxy.example'\n:env:.no-index='true'\n"
    )

    chosen = environment(listing)

    assert chosen["UV_DEFAULT_INDEX"] == HERE
    assert chosen["UV_INDEX"] == THERE
    assert chosen["UV_FIND_LINKS"] == "/a,/b"
    assert chosen["SSL_CERT_FILE"] == "/ca.pem"
    assert chosen["UV_INSECURE_HOST"] == "one two"
    assert chosen["ALL_PROXY"] == "http://proxy.example"
    assert package_index.uv_options(listing) == ["--no-index"]


@pytest.mark.parametrize("variable", ["UV_INDEX_URL", "UV_DEFAULT_INDEX"])
def test_what_uv_is_told_pip_is_told(variable: str) -> None:
    chosen = environment(**{variable: HERE, "UV_FIND_LINKS": "/a,/b"})

    assert chosen["PIP_INDEX_URL"] == HERE
    assert chosen["PIP_FIND_LINKS"] == "/a /b"


def test_an_index_with_a_name_is_given_to_pip_without_it() -> None:
    chosen = environment(UV_INDEX=f"office={THERE}", UV_DEFAULT_INDEX=f"{HERE}?a=b")

    assert chosen["PIP_EXTRA_INDEX_URL"] == THERE
    assert chosen["PIP_INDEX_URL"] == f"{HERE}?a=b"


def test_what_is_told_to_both_stays_as_it_is() -> None:
    chosen = environment(f":env:.index-url='{HERE}'", PIP_INDEX_URL=HERE, UV_INDEX_URL=THERE)

    assert (chosen["PIP_INDEX_URL"], chosen["UV_INDEX_URL"]) == (HERE, THERE)
    assert "UV_DEFAULT_INDEX" not in chosen


def test_the_environment_comes_before_the_files_of_pip() -> None:
    listing = f":env:.index-url='{THERE}'\nglobal.index-url='{HERE}'\ninstall.index-url='{HERE}'\n"

    assert environment(listing)["UV_DEFAULT_INDEX"] == THERE


def test_the_users_uv_toml_is_read_for_pip(tmp_path: Path) -> None:
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv" / "uv.toml").write_text(
        f'[[index]]\nurl = "{HERE}"\ndefault = true\n[[index]]\nurl = "{THERE}"\n'
    )

    chosen = environment(XDG_CONFIG_HOME=str(tmp_path))

    assert (chosen["PIP_INDEX_URL"], chosen["PIP_EXTRA_INDEX_URL"]) == (HERE, THERE)


def test_settings_that_would_send_packages_elsewhere_are_left_out() -> None:
    assert (
        not {"PIP_USER", "PIP_TARGET", "PYTHONPATH"}
        & environment(PIP_USER="1", PIP_TARGET="/t", PYTHONPATH="/p").keys()
    )


def test_without_a_word_of_the_user_nothing_is_said_about_an_index() -> None:
    assert not {"PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX"} & environment().keys()
