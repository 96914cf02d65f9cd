#!/usr/bin/env python3
"""Everything a developer does: `python3 dev.py RECIPE`. Needs Python 3.11 or later and nothing else.

The first run makes `.venv` from a hashed lock file; a later one starts at once while lock and Python are the same.
"""

from __future__ import annotations  # an older Python must get as far as the line that refuses it

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "chizai-stamp.txt"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
FULLY_COVERED = "*/chizai/units/*,*/chizai/deal/*,*/chizai/waterfall/*"


def run(*command: str | Path, folder: Path = ROOT) -> None:
    """Run a command in the project's folder, or in one of its folders; its failure ends this one with the same code."""
    code = subprocess.run(command, cwd=folder, check=False).returncode
    if code:
        sys.exit(code)


def stamp(lock: Path) -> str:
    """Say what an environment made from this lock by this Python is: equal stamps, equal environments."""
    return f"{sys.version} {sys.base_prefix} {ROOT} {lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}\n"


def set_up(lock: Path) -> None:
    """Make `.venv` from a lock unless it stands; all that runs is also in the developer's lock, so that will do."""
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") in {stamp(lock), stamp(DEV_LOCK)}:
        return
    STAMP.unlink(missing_ok=True)  # what is interrupted from here on does not look complete
    print(f"setting up .venv from {lock.name}", flush=True)
    uv = shutil.which("uv")
    if uv:
        install: tuple[str | Path, ...] = (uv, "pip", "install", "--quiet", "--python", PYTHON)
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    else:
        install = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(sys.executable, "-m", "venv", "--clear", VENV)
    run(*install, "--require-hashes", "--requirement", lock)
    run(*install, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    STAMP.write_text(stamp(lock), encoding="utf-8")


def demo(*arguments: str) -> None:
    """Run the worked deals and write their folders to build/demo (or to `--out FOLDER`)."""
    set_up(RUN_LOCK)
    run(PYTHON, "-m", "chizai", "demo", *(arguments or ("--out", ROOT / "build" / "demo")))


def test(*arguments: str) -> None:
    """Run the tests and hold the coverage gate; with pytest's own arguments, run those tests alone."""
    set_up(DEV_LOCK)
    if arguments:
        run(PYTHON, "-m", "pytest", *arguments)
        return
    run(PYTHON, "-m", "coverage", "erase")
    run(PYTHON, "-m", "coverage", "run", "-m", "pytest", "-n", "auto", "-m", "covering")
    run(PYTHON, "-m", "coverage", "combine", "--quiet")
    run(PYTHON, "-m", "coverage", "report", "--fail-under=100", f"--include={FULLY_COVERED}")
    run(PYTHON, "-m", "pytest", "-n", "auto", "-m", "not covering")  # counting makes a test half as long again


def lint() -> None:
    """Check the code's rules, form, types, import directions and dependencies."""
    set_up(DEV_LOCK)
    run(SCRIPTS / "ruff", "check")
    run(SCRIPTS / "ruff", "format", "--check")
    run(SCRIPTS / "mypy")
    run(SCRIPTS / "lint-imports", "--no-cache")
    run(SCRIPTS / "deptry", "src")


def bench() -> None:
    """Measure the executors against each other and against their peers."""
    set_up(DEV_LOCK)
    for name in ("vector_against_exact.py", "reference_deal.py"):
        run(PYTHON, ROOT / "benchmarks" / name)


def translate() -> None:
    """Gather the documents' words into the Japanese catalogue, whose gaps are then to be filled, and compile it."""
    set_up(DEV_LOCK)
    babel, domain = SCRIPTS / "pybabel", ("--domain", "chizai", "--locale", "ja")
    words, locale = ROOT / "build" / "chizai.pot", ROOT / "src" / "chizai" / "documents" / "locale"
    words.parent.mkdir(exist_ok=True)
    marked = ("--no-default-keywords", "-k", "say", "-k", "marked", "--no-location", "--omit-header", "--sort-output")
    run(babel, "-q", "extract", *marked, "-o", words, locale.parent)
    kept = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", "--width", "120")
    run(babel, "-q", "update", *kept, *domain, "-i", words, "-d", locale)
    run(babel, "-q", "compile", *domain, "-d", locale)


def contracts(*arguments: str) -> None:
    """Build the ledger's contracts for the package (Node 20); `--check` compares, `--test` tests, `--lint` analyses."""
    npm, node, folder = shutil.which("npm"), shutil.which("node"), ROOT / "contracts"
    if npm is None or node is None:
        sys.exit("dev.py: contracts needs Node 20 or later with npm")
    installed, locked = folder / "node_modules" / "chizai-stamp.txt", folder / "package-lock.json"
    if not installed.exists() or installed.read_bytes() != locked.read_bytes():
        run(npm, "ci", "--ignore-scripts", "--prefix", folder)
        installed.write_bytes(locked.read_bytes())
    # the program itself: what npm puts before it hands no failure on
    forge = next((folder / "node_modules" / "@foundry-rs").glob("forge-*/bin/forge*"))
    if "--lint" in arguments:
        os.environ["FOUNDRY_PROFILE"] = "lint"
        run(forge, "lint", "src", folder=folder)
        return
    run(node, folder / "build.js", *(each for each in arguments if each == "--check"))
    if "--test" in arguments:
        os.environ.setdefault("FOUNDRY_PROFILE", "ci" if os.environ.get("CI") else "default")
        run(forge, "test", folder=folder)


def lock() -> None:
    """Resolve the dependencies anew and write both lock files (needs uv)."""
    export = ("uv", "export", "--quiet", "--format", "requirements-txt", "--no-header", "--no-emit-project")
    run("uv", "lock")
    run(*export, "--no-dev", "--group", "build", "--output-file", RUN_LOCK)
    run(*export, "--output-file", DEV_LOCK)


RECIPES: dict[str, Callable[..., None]] = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "bench": bench,
    "translate": translate,
    "contracts": contracts,
    "lock": lock,
}


def main(words: list[str]) -> None:
    """Run the recipe that the words name, or list them all."""
    name, *arguments = words or ["--help"]
    if name in RECIPES:
        RECIPES[name](*arguments)
        return
    recipes = "".join(f"  {recipe:<11}{function.__doc__}\n" for recipe, function in RECIPES.items())
    print(f"usage: python3 dev.py RECIPE [ARGUMENT ...]\n\n{recipes}", end="")
    sys.exit(0 if name in {"-h", "--help"} else f"\ndev.py: there is no recipe {name!r}; choose one above")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place that meets an older Python
        sys.exit("dev.py: needs Python 3.11 or later, this is " + sys.version.split()[0])
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
