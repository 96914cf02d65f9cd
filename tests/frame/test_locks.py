import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)[^\n]*(?:\n    --hash=sha256:[0-9a-f]{64}[ \\]*)+$", re.MULTILINE)
STARTS = re.compile(r"^[^\s#].*", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")

LOCKS = ("requirements.lock", "requirements-dev.lock")
NPM_LOCK = Path("contracts", "package-lock.json")


def pins(lock: Path) -> set[tuple[str, str]]:
    return {(match[1], match[2]) for match in PIN.finditer(lock.read_text(encoding="utf-8"))}


def normalised(requirement: str) -> str:
    match = NAME.match(requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


@pytest.fixture(scope="module")
def project(project_root: Path) -> dict[str, Any]:
    return tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*LOCKS, NPM_LOCK])
def test_a_lock_names_no_address(project_root: Path, name: str | Path) -> None:
    text = (project_root / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|@ |file:|--(extra-)?index-url|--find-links|^-e ", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_of_a_lock_is_pinned_and_hashed(project_root: Path, name: str) -> None:
    text = (project_root / name).read_text(encoding="utf-8")
    required = [line.split("==")[0] for line in STARTS.findall(text)]
    assert required
    assert required == [match[1] for match in PIN.finditer(text)]


def test_every_package_that_the_contracts_need_is_pinned_and_hashed(project_root: Path) -> None:
    packages = json.loads((project_root / NPM_LOCK).read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert installed
    assert [name for name, package in installed.items() if not (package["version"] and package["integrity"])] == []


def test_what_the_project_needs_to_run_is_locked(project_root: Path, project: dict[str, Any]) -> None:
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    locked = {name for name, _ in pins(project_root / "requirements.lock")}
    assert {normalised(requirement) for requirement in wanted} <= locked


def test_what_a_developer_needs_is_locked(project_root: Path, project: dict[str, Any]) -> None:
    group = [requirement for requirement in project["dependency-groups"]["dev"] if isinstance(requirement, str)]
    extras = [needed for extra in project["project"]["optional-dependencies"].values() for needed in extra]
    wanted = [requirement for requirement in group if not requirement.startswith("chizai[")] + extras
    locked = {name for name, _ in pins(project_root / "requirements-dev.lock")}
    assert {normalised(requirement) for requirement in wanted} <= locked


def test_a_developer_has_exactly_the_versions_that_a_user_runs(project_root: Path) -> None:
    assert pins(project_root / "requirements.lock") < pins(project_root / "requirements-dev.lock")
