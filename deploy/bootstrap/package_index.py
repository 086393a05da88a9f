"""The user's own package index, told to both installers: pip and uv read different settings.

What is set for one of them holds for the other too; what is set for both is left as it is.
"""

import ast
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

# A later section overrides an earlier one, as in pip itself.
_SECTIONS = ("global", "install", ":env:")
# These would send packages elsewhere, or change what the lock says.
_DISTURBING = (
    *("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_CONSTRAINT", "PIP_REQUIREMENT"),
    *("PIP_BUILD_CONSTRAINT", "PIP_EDITABLE", "PIP_DRY_RUN", "PIP_PYTHON"),
    *("PIP_REQUIRE_VIRTUALENV", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_BUILD_CONSTRAINT"),
    *("UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_EXCLUDE_NEWER", "UV_NO_BUILD_ISOLATION"),
    *("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX"),
)
_TRUE = ("1", "true", "yes", "on")


def environment(given: Mapping[str, str], pip_config: str, *, cache: Path | None) -> dict[str, str]:
    """The environment in which both installers find the user's index.

    `pip_config` is what `pip config list` prints; `cache` is where to keep caches if the usual
    place cannot be written to.
    """
    chosen = plain(given)
    told = pip_settings(pip_config)
    _tell_uv(chosen, told)
    _tell_pip(chosen, told)
    chosen["UV_PYTHON_DOWNLOADS"] = "never"
    # Safe because each file is named with its hash; pip looks at all indexes alike.
    chosen.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    if cache is not None:
        chosen.setdefault("UV_CACHE_DIR", str(cache / "uv"))
        chosen.setdefault("PIP_CACHE_DIR", str(cache / "pip"))
    return chosen


def uv_options(pip_config: str) -> list[str]:
    """What uv can be told by its arguments alone."""
    is_without = pip_settings(pip_config).get("no-index", "").lower() in _TRUE
    return ["--no-index"] if is_without else []


def plain(given: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would disturb an installation."""
    return {key: value for key, value in given.items() if key not in _DISTURBING}


def pip_settings(listing: str) -> dict[str, str]:
    """`global.index-url='…'` lines as one dictionary, the more particular section last."""
    found: dict[str, dict[str, str]] = {section: {} for section in _SECTIONS}
    for line in listing.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if section in found and value:
            found[section][key] = str(ast.literal_eval(value))
    return {key: value for section in _SECTIONS for key, value in found[section].items()}


def _tell_uv(chosen: dict[str, str], told: Mapping[str, str]) -> None:
    if "index-url" in told and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & chosen.keys():
        chosen["UV_DEFAULT_INDEX"] = told["index-url"]
    if "extra-index-url" in told and not {"UV_INDEX", "UV_EXTRA_INDEX_URL"} & chosen.keys():
        chosen["UV_INDEX"] = " ".join(told["extra-index-url"].split())
    if "find-links" in told:
        chosen.setdefault("UV_FIND_LINKS", ",".join(told["find-links"].split()))
    if "trusted-host" in told:
        chosen.setdefault("UV_INSECURE_HOST", " ".join(told["trusted-host"].split()))
    for setting, variable in (("cert", "SSL_CERT_FILE"), ("client-cert", "SSL_CLIENT_CERT")):
        if setting in told:
            chosen.setdefault(variable, told[setting])
    if "proxy" in told:
        chosen.setdefault("ALL_PROXY", told["proxy"])


def _tell_pip(chosen: dict[str, str], told: Mapping[str, str]) -> None:
    default, extra = _uv_file(chosen)
    default = chosen.get("UV_DEFAULT_INDEX") or chosen.get("UV_INDEX_URL") or default
    extra = chosen.get("UV_INDEX") or chosen.get("UV_EXTRA_INDEX_URL") or extra
    if default and "index-url" not in told:
        chosen["PIP_INDEX_URL"] = _address(default)
    if extra and "extra-index-url" not in told:
        chosen["PIP_EXTRA_INDEX_URL"] = " ".join(_address(one) for one in extra.split())
    if chosen.get("UV_FIND_LINKS") and "find-links" not in told:
        chosen["PIP_FIND_LINKS"] = " ".join(chosen["UV_FIND_LINKS"].split(","))


def _uv_file(chosen: Mapping[str, str]) -> tuple[str, str]:
    """The default index and the others of the user's own uv.toml, empty where there are none."""
    folder = chosen.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    file = Path(chosen.get("UV_CONFIG_FILE") or os.path.join(folder, "uv", "uv.toml"))
    try:
        settings = tomllib.loads(file.read_text())
    except (OSError, tomllib.TOMLDecodeError):
        return "", ""
    indexes = settings.get("index", [])
    default = [one["url"] for one in indexes if one.get("default")]
    others = [one["url"] for one in indexes if not one.get("default")]
    return next(iter(default), settings.get("index-url", "")), " ".join(others)


def _address(index: str) -> str:
    """uv lets an index have a name: `name=address`."""
    name, equals, address = index.partition("=")
    return address if equals and "/" not in name else index
