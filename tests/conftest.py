"""What every test may ask for."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
IN_CI = bool(os.environ.get("CI"))

# A slow machine is no failure. CI repeats itself exactly; elsewhere each run looks at new cases.
settings.register_profile("chizai", deadline=None, max_examples=50)
settings.register_profile("chizai-ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
settings.load_profile("chizai-ci" if IN_CI else "chizai")


@pytest.fixture(scope="session", autouse=True)
def _caches(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let commands keep machine code in a folder of these tests, never in the user's own."""
    os.environ["CHIZAI_CACHE"] = str(tmp_path_factory.getbasetemp() / "caches")


COVERING = (
    "units/",
    "deal/",
    "waterfall/",
    "agreement/test_vault_codec.py",
    "deals/test_how_to.py",
    "documents/test_tables.py",
)
"""Tests that reach every line and branch of units, deal and waterfall: they are counted, and run apart from others."""
COMPARING = "test_agreement.py"
"""Compares executors on hundreds of random deals: counting would make it half as long again and find nothing more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that the coverage gate counts; put the longest first, so that none is waited for alone."""
    items.sort(key=lambda item: item.path.name != COMPARING)
    for item in items:
        stands = item.path.relative_to(ROOT / "tests").as_posix()
        if stands.startswith(COVERING) and item.path.name != COMPARING:
            item.add_marker("covering")


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Give the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def deals_folder(project_root: Path) -> Path:
    """Give the folder of the worked deals."""
    return project_root / "deals"


@pytest.fixture(scope="session")
def shared(project_root: Path) -> Path:
    """Give the reference data beside the project; without it a test is skipped, but never in CI."""
    folder = project_root.parent / "shared"
    if folder.is_dir():
        return folder
    if IN_CI:
        pytest.fail(f"CI needs the reference data at {folder}")
    pytest.skip(f"needs the reference data at {folder}, which is not part of the project")


@pytest.fixture
def small_deal(project_root: Path, tmp_path: Path) -> Path:
    """Give a small deal's folder, whole and sound, that a test may spoil in its own way."""
    return shutil.copytree(project_root / "tests" / "data" / "small-deal", tmp_path / "small-deal")
