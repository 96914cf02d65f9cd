"""The compiled loops on disk: found again by a later process, never believed when anything of them changed."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from chizai.waterfall import kernel, kernel_build, kernel_divide, kernel_store
from chizai.waterfall.kernel_store import PLACE, Call

LATER_PROCESS = """
import sys
from chizai.waterfall.kernel_store import load_kernel
load_kernel()
print("numba" in sys.modules)
"""


@pytest.fixture(scope="module")
def code() -> bytes:
    return kernel_build.compile_kernel(*kernel_store.MODULES)


@pytest.fixture
def compiled(code: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[ModuleType]:
    """Give what is compiled from now on; it is kept in an empty folder."""
    done: list[ModuleType] = []

    def compile_kernel(*modules: ModuleType) -> bytes:
        done.append(modules[-1])
        return code

    monkeypatch.setattr(kernel_build, "compile_kernel", compile_kernel)
    monkeypatch.setenv(PLACE, str(tmp_path / "cache"))
    return done


def load() -> Call:
    """Load the loops as a new process does."""
    return kernel_store.load_kernel.__wrapped__()


def test_a_later_process_neither_compiles_nor_needs_numba(compiled: list[ModuleType]) -> None:
    load()
    load()
    assert compiled == [kernel]
    later = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", LATER_PROCESS], env=later, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (kernel, "LANES", 128),
        (kernel_divide, "LOWERED", 0.5),
        (kernel, "__file__", kernel_store.__file__),
        (kernel_divide, "__file__", kernel_store.__file__),
        (kernel_build, "__file__", kernel_store.__file__),
        (kernel_store, "version", lambda _: "another"),
        (sys, "version", "another"),
    ],
)
def test_loops_are_compiled_anew_when_what_they_depend_on_changed(
    place: object, name: str, value: object, compiled: list[ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    monkeypatch.setattr(place, name, value)
    load()
    assert len(compiled) == 2


@pytest.mark.parametrize(("last", "instead"), [(-1, b""), (-1, b"?"), (0, b"")])
def test_a_kept_file_that_is_not_whole_is_not_believed(last: int, instead: bytes, compiled: list[ModuleType]) -> None:
    load()
    (file,) = Path(os.environ[PLACE]).iterdir()
    kept = file.read_bytes()
    file.write_bytes(kept[:last] + instead)
    load()
    assert len(compiled) == 2
    assert file.read_bytes() == kept


def test_where_nothing_can_be_kept_every_process_compiles(compiled: list[ModuleType]) -> None:
    Path(os.environ[PLACE]).write_text("no folder", encoding="utf-8")
    load()
    load()
    assert len(compiled) == 2


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"HOME": "/h"}, "/h/.cache/chizai"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "/c/chizai"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/chizai"),
    ],
)
def test_the_loops_are_kept_in_the_users_cache(
    platform: str,
    variables: dict[str, str],
    folder: str,
    compiled: list[ModuleType],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[Path] = []
    monkeypatch.setattr(kernel_store, "_write", lambda file, _code: written.append(file))
    monkeypatch.setattr(sys, "platform", platform)
    for name in (PLACE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    load()
    assert [file.parent for file in written] == [Path(folder)]
    assert compiled == [kernel]


def run_paths(_a: object, _b: object, _c: object, _d: object, _e: object, _f: object) -> None:
    print("a kernel that needs Python")  # noqa: T201 - what is refused


def test_loops_that_need_python_when_they_run_are_never_built() -> None:
    module = ModuleType("needs_python")
    module.__dict__["run_paths"] = run_paths
    with pytest.raises(AssertionError, match="the compiled loops need"):
        kernel_build.compile_kernel(module)
