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
