"""The house rules that imports cannot show. Each rule is seen to fail on a planted line."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the tree, or a planted one."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def is_in(self, *parts: str) -> bool:
        return any(f"/{part}/" in f"/{self.path}" for part in parts)


def called(source: Source) -> Iterator[str]:
    """Dotted names of what is called or read: `datetime.now`, `os.environ`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            yield ast.unparse(node)


def time_and_chance_in_domain(source: Source) -> bool:
    """The domain is told the time and the ids; it neither asks a clock nor throws dice."""
    forbidden = re.compile(
        r"(datetime\.(now|utcnow|today)|date\.today|time\.time|uuid[147]\b|new_id)$"
    )
    imports = re.compile(r"^\s*(import|from) (random|secrets|time)\b", re.MULTILINE)
    return source.is_in("domain") and (
        any(forbidden.search(name) for name in called(source)) or bool(imports.search(source.text))
    )


def commit_outside_shared(source: Source) -> bool:
    """Only the shared transaction commits."""
    return not source.is_in("libs/shared") and any(
        name.endswith(".commit") for name in called(source)
    )


def environment_outside_settings(source: Source) -> bool:
    """Settings are read in one place. What installs the libraries runs before there are any."""
    is_settings = source.path.endswith("settings.py")
    allowed = is_settings or source.is_in("testing", "tests", "deploy/bootstrap")
    return not allowed and any(name in {"os.environ", "os.getenv"} for name in called(source))


def mode_inside_a_service(source: Source) -> bool:
    """A service cannot tell how it is deployed."""
    words = r"\b(embedded|distributed|in_?process|inprocess\w*|kafka\w*|broker)\b"
    return source.is_in("services") and re.search(words, source.text, re.IGNORECASE) is not None


def room_without_a_name(source: Source) -> bool:
    """A file is named for what it holds."""
    stem = Path(source.path).stem
    return stem in {"utils", "util", "helpers", "common", "misc", "manager", "data", "info"}


def too_long(source: Source) -> bool:
    """A file that has grown past reading is split."""
    return len(source.text.splitlines()) > LONGEST_FILE


def module_without_docstring(source: Source) -> bool:
    """A module says what it is."""
    return ast.get_docstring(source.tree) is None and bool(source.text.strip())


def patched_module(source: Source) -> bool:
    """Fakes are ours and pass the real thing's suite; nothing is patched by its path."""
    return (
        re.search(r"unittest\.mock|\bmocker\b|monkeypatch\.setattr\(\s*[\"']", source.text)
        is not None
    )


def slow_client_between_services(source: Source) -> bool:
    """httpx is for typed clients of outside systems, in their adapters and at BSrE, and for who
    comes from outside: tests and the demo."""
    is_client = any(place in source.path for place in ("adapters/", "documents/bsre/"))
    is_client = is_client or source.is_in("testing", "tests", "demo")
    return not is_client and re.search(r"^\s*(import|from) httpx", source.text, re.M) is not None


def notify_inside_a_service(source: Source) -> bool:
    """NOTIFY inside a command's transaction halves what a service can do."""
    return (
        source.is_in("services") and re.search(r"\bpg_notify|\bnotify \w+", source.text) is not None
    )


def upload_past_the_scanner(source: Source) -> bool:
    """A file that is read at once is scanned at the door; the two that are kept carry the state of
    their scan."""
    kept = {"documents.py", "visits.py"} if "permit_service/entrypoints/api/" in source.path else ()
    is_kept = Path(source.path).name in kept
    takes = re.compile(r"receive_kept_upload|MultiPartParser|\.form\((?!max_files=0)")
    return source.is_in("services") and not is_kept and takes.search(source.text) is not None


Rule = Callable[[Source], bool]

RULES: dict[Rule, Source] = {
    time_and_chance_in_domain: Source(
        "services/x/src/x/domain/a.py", '"""D."""\nd = datetime.now()'
    ),
    commit_outside_shared: Source("services/x/src/x/adapters/a.py", '"""D."""\nsession.commit()'),
    environment_outside_settings: Source("services/x/src/x/a.py", '"""D."""\nos.environ["A"]'),
    mode_inside_a_service: Source("services/x/src/x/a.py", '"""D."""\nif settings.embedded: pass'),
    room_without_a_name: Source("services/x/src/x/utils.py", '"""D."""'),
    too_long: Source("services/x/src/x/a.py", '"""D."""\n' + "a = 1\n" * LONGEST_FILE),
    module_without_docstring: Source("services/x/src/x/a.py", "a = 1"),
    patched_module: Source("services/x/tests/test_a.py", '"""D."""\nmonkeypatch.setattr("a.b", 1)'),
    slow_client_between_services: Source("services/x/src/x/application/a.py", "import httpx"),
    upload_past_the_scanner: Source("services/x/src/x/a.py", '"""D."""\nreceive_kept_upload(r)'),
    notify_inside_a_service: Source("services/x/src/x/a.py", 'sql = "notify unpublished"'),
}
TESTS_TOO = {too_long, room_without_a_name, patched_module}


def tree() -> list[Source]:
    files = [
        path
        for top in ("libs", "services", "deploy", "tests")
        for path in (ROOT / top).rglob("*.py")
    ]
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in files
        if not {"target", ".venv"} & set(path.parts) and path != Path(__file__)
    ]


SOURCES = tree()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    sources = [one for one in SOURCES if rule in TESTS_TOO or not one.is_in("tests")]
    assert [one.path for one in sources if rule(one)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_is_seen_to_fail_on_a_planted_line(rule: Rule) -> None:
    assert rule(RULES[rule])


def test_every_service_is_looked_at() -> None:
    assert {one.path.split("/")[1] for one in SOURCES if one.path.startswith("services/")} == {
        "permit-service",
        "survey-service",
        "inspection-service",
        "reporting-service",
        "gateway",
    }
