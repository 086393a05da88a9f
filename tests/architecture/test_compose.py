"""docker-compose.yml says what the services understand, and what `satupintu prepare` writes."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.settings import GatewaySettings
from inspection_service.settings import InspectionSettings
from permit_service.settings import PermitSettings
from reporting_service.settings import ReportingSettings
from satupintu.configuration import values_for
from satupintu.databases import PACKAGES
from satupintu.home import Home
from satupintu.prepare import NOT_WRITTEN, write_settings
from shared.settings import ServiceSettings
from survey_service.settings import SurveySettings

ROOT = Path(__file__).parents[2]
HOME = "/var/lib/satupintu"
SETTINGS: Mapping[str, type[ServiceSettings]] = {
    "permit": PermitSettings,
    "survey": SurveySettings,
    "inspection": InspectionSettings,
    "reporting": ReportingSettings,
    "gateway": GatewaySettings,
}
PARTS = ("api", "worker")
PROCESSES = [(service, part) for service in SETTINGS for part in PARTS]
DOOR = "gateway-api"

Container = dict[str, Any]


@cache
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def containers() -> dict[str, Container]:
    found: dict[str, Container] = compose()["services"]
    return found


def process(service: str, part: str) -> Container:
    return containers()[f"{service}-{part}"]


def told(service: str, part: str) -> dict[str, Any]:
    """The process's variables, as the names of settings; those of files without `_FILE`."""
    prefix = f"{service}_".upper()
    variables = process(service, part)["environment"]
    assert [name for name in variables if not name.startswith(prefix)] == []
    return {
        name.removeprefix(prefix).removesuffix("_FILE").lower(): value
        for name, value in variables.items()
    }


def files(service: str, part: str) -> dict[str, str]:
    """Settings that the process reads from a file, with its path."""
    prefix = f"{service}_".upper()
    return {
        name.removeprefix(prefix).removesuffix("_FILE").lower(): value
        for name, value in process(service, part)["environment"].items()
        if name.endswith("_FILE")
    }


def mounts(container: Container) -> dict[str, str]:
    """Volumes by where they are mounted."""
    pairs = (str(one).split(":")[:2] for one in container.get("volumes", []))
    return {place: volume for volume, place in pairs}


def words(value: object) -> Iterator[str]:
    """Every text in a part of the file."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from words(one)
    elif isinstance(value, list):
        for one in value:
            yield from words(one)
    else:
        yield str(value)


@pytest.mark.parametrize(("service", "part"), PROCESSES)
def test_every_part_of_every_service_is_a_process_of_its_own(service: str, part: str) -> None:
    started = ["python", "-m", PACKAGES[service], "serve", "--part", part]
    assert process(service, part)["command"] == started
    assert set(SETTINGS) == set(PACKAGES)


@pytest.mark.parametrize(("service", "part"), PROCESSES)
def test_every_variable_is_a_setting_of_the_service(service: str, part: str) -> None:
    assert set(told(service, part)) <= set(SETTINGS[service].model_fields)


@pytest.mark.parametrize(("service", "part"), PROCESSES)
def test_a_process_reads_exactly_what_is_prepared_for_it(
    service: str, part: str, tmp_path: Path
) -> None:
    prepared = set(_values(service, tmp_path)) - NOT_WRITTEN
    folder = f"/etc/satupintu/{service}"
    assert files(service, part) == {name: f"{folder}/{name}" for name in prepared}
    assert f"{service}-settings:{folder}:ro" in process(service, part)["volumes"]
    others = {f"{one}-settings" for one in SETTINGS if one != service}
    assert others & set(mounts(process(service, part)).values()) == set()


@pytest.mark.parametrize(("service", "part"), PROCESSES)
def test_a_process_starts_with_what_it_is_told(
    service: str, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(tmp_path / "etc", _values(service, tmp_path))
    for name, value in process(service, part)["environment"].items():
        if value is not None:
            text = str(value).replace(f"/etc/satupintu/{service}", str(tmp_path / "etc"))
            monkeypatch.setenv(name, text)
    settings = SETTINGS[service]()
    settings.keyring()
    assert settings.environment == "production"
    assert settings.owner_database_url is None
    assert settings.kafka_bootstrap_servers == "kafka:9092"
    siblings = {one: f"http://{one}-api:8000" for one in SETTINGS if one != service}
    assert {one: settings.services[one] for one in siblings} == siblings
    assert (settings.host, settings.port, settings.worker_port) == ("0.0.0.0", 8000, 8000)


@pytest.mark.parametrize(("service", "part"), PROCESSES)
def test_what_a_process_keeps_in_files_is_on_a_volume(
    service: str, part: str, tmp_path: Path
) -> None:
    here = str(tmp_path / "home")
    kept = [
        value.removeprefix("file://").replace(here, HOME)
        for name, value in _values(service, tmp_path).items()
        if name not in NOT_WRITTEN and isinstance(value, str) and here in value
    ]
    of_process, of_prepare = mounts(process(service, part)), mounts(containers()["prepare"])
    assert [place for place in kept if place not in of_process] == []
    assert all(of_prepare[place] == volume for place, volume in of_process.items())


def test_the_services_volumes_hold_what_the_home_holds_but_not_the_home(tmp_path: Path) -> None:
    assert "home" not in {volume for one in PROCESSES for volume in mounts(process(*one)).values()}
    assert mounts(containers()["prepare"])[HOME] == "home"


@pytest.mark.parametrize("name", sorted(containers()))
def test_no_secret_is_written_in_the_file(name: str) -> None:
    variables = containers()[name].get("environment", {})
    secret = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|JWKS|DATABASE_URL")
    written = {
        variable: value
        for variable, value in variables.items()
        if secret.search(variable) and value is not None and not variable.endswith("_FILE")
    }
    assert [
        variable
        for variable, value in written.items()
        if not re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", str(value))
    ] == []
    assert [
        text for text in words(containers()[name]) if re.search(r"://[^/@]+:[^/@]+@", text)
    ] == []


def test_the_superusers_password_is_asked_for_and_known_to_two() -> None:
    knowing = {
        name
        for name, container in containers().items()
        if "POSTGRES_PASSWORD" in container.get("environment", {})
    }
    assert knowing == {"postgres", "prepare"}
    assert containers()["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith(
        "${POSTGRES_PASSWORD:?"
    )


def test_only_the_door_can_be_reached_and_only_from_this_machine() -> None:
    published = {
        name: container["ports"]
        for name, container in containers().items()
        if "ports" in container and "profiles" not in container
    }
    assert published == {DOOR: ["127.0.0.1:${PORT:-8000}:8000"]}
    for container in containers().values():
        assert all(str(port).startswith("127.0.0.1:") for port in container.get("ports", []))
        assert "network_mode" not in container


def test_the_inside_cannot_reach_out() -> None:
    assert compose()["networks"]["inside"]["internal"] is True
    outside = {
        name
        for name, container in containers().items()
        if "outside" in container["networks"] and "profiles" not in container
    }
    assert outside == {"gateway-api", "gateway-worker"}


@pytest.mark.parametrize("name", sorted(containers()))
def test_images_are_pinned(name: str) -> None:
    assert re.search(r":v?\d+(\.\d+)+", containers()[name]["image"])


def test_the_image_is_built_from_pinned_parts_of_the_users_own_index() -> None:
    dockerfile = (ROOT / "deploy/docker/Dockerfile").read_text()
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert bases
    assert all(re.search(r":\d+\.\d+\.\d+-", base) for base in bases)
    assert "--require-hashes" in dockerfile
    assert re.search(r"^USER \d+:\d+$", dockerfile, re.MULTILINE)
    code = "\n".join(line for line in dockerfile.splitlines() if not line.startswith("#"))
    assert not re.search(r"https?://|index-url", code)


@pytest.mark.parametrize("name", sorted(containers()))
def test_a_container_can_do_no_more_than_it_must(name: str) -> None:
    container = containers()[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", container["user"])
    assert {"cpus", "memory", "pids"} == set(container["deploy"]["resources"]["limits"])
    assert "privileged" not in container
    assert "/var/run/docker.sock" not in mounts(container)


@pytest.mark.parametrize("name", sorted(set(containers()) - {"prepare"}))
def test_what_serves_is_watched_and_started_again(name: str) -> None:
    assert containers()[name]["restart"] == "unless-stopped"
    assert containers()[name]["healthcheck"]["test"]


@pytest.mark.parametrize(("service", "part"), PROCESSES)
def test_no_process_starts_before_everything_is_prepared(service: str, part: str) -> None:
    waits = process(service, part)["depends_on"]
    assert waits["prepare"]["condition"] == "service_completed_successfully"
    assert containers()["prepare"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    # Without a broker everything but the effects in other services goes on.
    assert "kafka" not in waits


def test_the_volume_of_postgres_is_the_folder_above_the_data() -> None:
    assert mounts(containers()["postgres"]) == {"/var/lib/postgresql": "postgres"}


def test_every_volume_is_declared() -> None:
    named = {
        volume
        for container in containers().values()
        for volume in mounts(container).values()
        if not volume.startswith(".")
    }
    assert named == set(compose()["volumes"])


def _values(service: str, folder: Path) -> dict[str, Any]:
    return values_for(
        service,
        Home(folder / "home"),
        addresses={"app": "postgresql+asyncpg://postgres/app", "owner": "not told"},
        public_base_url="http://localhost:8000",
    )
