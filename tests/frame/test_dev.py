import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

RECIPES = ("demo", "test", "lint", "bench", "translate", "contracts", "lock")
OLD = "import runpy, sys; sys.version_info = (3, 10, 14); sys.version = '3.10.14 (main)'; sys.argv = ['dev.py']; "


@pytest.fixture
def copy(project_root: Path, tmp_path: Path) -> Path:
    """Give a project of dev.py alone, with two lock files that nothing can be installed from."""
    shutil.copy(project_root / "dev.py", tmp_path)
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"no-hash-for-{name.split('.')[0]}==1.0\n", encoding="utf-8")
    return tmp_path


def dev(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": os.defpath}  # without uv, whatever this machine has
    command = (sys.executable, str(folder / "dev.py"), *words)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def module(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", folder / "dev.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def pretend_environment(folder: Path, lock: str, exit_code: int) -> None:
    """Put a `.venv` there that is stamped as made from a lock, whose Python does nothing but end with a code."""
    made = module(folder)
    made.PYTHON.parent.mkdir(parents=True)
    made.PYTHON.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    made.PYTHON.chmod(0o755)
    made.STAMP.write_text(made.stamp(folder / lock), encoding="utf-8")


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_lists_every_recipe_with_what_it_does(project_root: Path, words: tuple[str, ...]) -> None:
    done = dev(project_root, *words)
    assert done.returncode == 0
    listed = [line.split(maxsplit=1) for line in done.stdout.splitlines() if line.startswith("  ")]
    assert tuple(name for name, _ in listed) == RECIPES


def test_a_wrong_recipe_is_named_and_the_right_ones_listed(project_root: Path) -> None:
    done = dev(project_root, "tset")
    assert done.returncode == 1
    assert "'tset'" in done.stderr
    assert all(f"  {recipe}" in done.stdout for recipe in RECIPES)


def test_an_old_python_is_refused_in_one_line(project_root: Path) -> None:
    code = OLD + f"runpy.run_path({str(project_root / 'dev.py')!r}, run_name='__main__')"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "dev.py: needs Python 3.11 or later, this is 3.10.14\n"


def test_an_old_python_can_read_the_file_that_refuses_it(project_root: Path) -> None:
    parsed = ast.parse((project_root / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    assert "__main__" in ast.dump(parsed.body[-1])


def test_a_set_up_that_fails_hands_on_its_code_and_leaves_nothing_that_looks_complete(copy: Path) -> None:
    made = module(copy)
    made.STAMP.parent.mkdir()
    made.STAMP.write_text("made from another lock", encoding="utf-8")
    done = dev(copy, "demo")
    assert done.returncode != 0
    assert "hash" in done.stderr
    assert not made.STAMP.exists()


@pytest.mark.skipif(os.name == "nt", reason="the pretended Python is a shell script")
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_demo_runs_at_once_in_an_environment_that_stands_and_hands_on_its_code(copy: Path, lock: str) -> None:
    pretend_environment(copy, lock, exit_code=7)
    done = dev(copy, "demo")
    assert done.returncode == 7
    assert not done.stdout


@pytest.mark.skipif(os.name == "nt", reason="the pretended Python is a shell script")
def test_a_changed_lock_sets_up_anew(copy: Path) -> None:
    pretend_environment(copy, "requirements.lock", exit_code=7)
    (copy / "requirements.lock").write_text("no-hash-either==2.0\n", encoding="utf-8")
    assert "setting up .venv from requirements.lock" in dev(copy, "demo").stdout


@pytest.mark.skipif(os.name == "nt", reason="the pretended Python is a shell script")
def test_tests_are_not_run_in_an_environment_made_for_the_demo_alone(copy: Path) -> None:
    pretend_environment(copy, "requirements.lock", exit_code=0)
    assert "setting up .venv from requirements-dev.lock" in dev(copy, "test").stdout
