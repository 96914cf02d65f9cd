import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from chizai.app import code_shelf
from chizai.app.code_shelf import FOLDER, CodeFolder, keep_code
from chizai.native import build

CODE = "define void @run(ptr %out) {\n  store i64 42, ptr %out\n  ret void\n}\n"


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Name a folder of caches that is not there yet."""
    monkeypatch.setenv("CHIZAI_CACHE", str(tmp_path / "caches"))
    yield tmp_path / "caches"
    build.keep_on(None)


def answer() -> int:
    """Compile as a new process would, and run what came of it."""
    out = np.zeros(1, np.int64)
    native = build.compile_code.__wrapped__(CODE, "run", 1)
    native.run(out.ctypes.data)
    return int(out[0])


def never(_: str) -> bytes:
    pytest.fail("the code lies on the shelf, and is made anew")


def test_code_is_made_once_and_found_by_the_next_process(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_code() is None
    assert answer() == 42
    [file] = (caches / FOLDER).iterdir()
    assert [each.stat().st_mode & 0o777 for each in (caches / FOLDER, file)] == [0o700, 0o600]
    monkeypatch.setattr(build, "_machine_code", never)
    assert answer() == 42


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def renamed(file: Path) -> None:
    other = CodeFolder(file.parent)
    other.put("other", b"no code at all")
    (file.parent / "other").replace(file)


def linked(file: Path) -> None:
    file.symlink_to(file.replace(file.parent.parent / "elsewhere"))


def opened(file: Path) -> None:
    file.chmod(0o620)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("spoil", [flipped, renamed, linked, opened, emptied])
def test_a_damaged_or_foreign_file_is_ignored_and_written_anew(caches: Path, spoil: Callable[[Path], object]) -> None:
    keep_code()
    answer()
    [file] = (caches / FOLDER).iterdir()
    sound = file.read_bytes()
    spoil(file)
    assert CodeFolder(file.parent).find(file.name) is None
    assert answer() == 42
    assert not file.is_symlink()
    assert file.read_bytes() == sound
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_others_can_open_is_named_and_not_used(caches: Path) -> None:
    (caches / FOLDER).mkdir(parents=True, mode=0o755)
    wrong = keep_code()
    assert wrong is not None
    assert "other users can open it" in wrong.what
    assert answer() == 42
    assert not any((caches / FOLDER).iterdir())


def test_a_folder_that_cannot_be_made_is_named(caches: Path) -> None:
    caches.write_bytes(b"a file in the way")
    wrong = keep_code()
    assert wrong is not None
    assert "it cannot be made" in wrong.what
    caches.unlink()
    caches.mkdir()
    (caches / FOLDER).write_bytes(b"another")
    wrong = keep_code()
    assert wrong is not None
    assert "it is no folder" in wrong.what
    assert answer() == 42


def test_keeping_is_switched_off_by_a_word(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIZAI_CACHE", "off")
    assert keep_code() is None
    assert answer() == 42
    assert not caches.exists()


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "HOME"])
def test_the_usual_folder_is_that_of_the_users_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.delenv("CHIZAI_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    assert keep_code() is None
    usual = tmp_path if variable == "XDG_CACHE_HOME" else tmp_path / ".cache"
    assert (usual / "chizai" / FOLDER).is_dir()
    (usual / "chizai" / FOLDER).chmod(0o777)
    assert keep_code() is None
    assert answer() == 42
    assert not any((usual / "chizai" / FOLDER).iterdir())


def test_what_was_not_used_for_longest_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CodeFolder(tmp_path)
    for number in range(4):
        folder.put(f"{number}", bytes(4000))
        os.utime(tmp_path / f"{number}", (number, number))
    assert folder.find("0") == bytes(4000)
    monkeypatch.setattr(code_shelf, "MOST_BYTES", 3 * 4096)
    monkeypatch.setattr(code_shelf, "LEFT_BYTES", 3 * 4096)
    folder.put("4", bytes(4000))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "3", "4"]


TEXTS = """
import sys
from hashlib import sha256
from pathlib import Path
from chizai.app.assumed import assumed_of
from chizai.app.load import load
from chizai.metrics.deal_futures import future_paths
from chizai.metrics.engine import engine_of
from chizai.metrics.engine_request import Request, source_of
from chizai.native import build

texts = []
make = build._machine_code
build._machine_code = lambda code: texts.append(code) or make(code)
source = load(Path(sys.argv[1])).value.value
assumed = assumed_of(source).value
program = assumed.inputs.program
ids = tuple(each.id for each in source.deal.classes)
factors = ((1.0,) * len(program.payment_dates),) * len(ids)
engine_of(Request(program=program, class_ids=ids, factors=factors), source_of(program, future_paths(assumed)))
print(len(texts), sha256("".join(texts).encode()).hexdigest())
"""


def test_the_same_deal_is_the_same_text_in_every_process(deals_folder: Path) -> None:
    def told(seed: str) -> str:
        run = [sys.executable, "-c", TEXTS, str(deals_folder / "electronics-patents")]
        done = subprocess.run(run, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
        return done.stdout.decode()

    found = told("1")
    assert found.startswith("6 ")
    assert found == told("2")
