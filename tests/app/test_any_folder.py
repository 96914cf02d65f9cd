"""However a deal's files are spoilt, the deal is made or refused with messages: nothing raises."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chizai.app.book import make_book
from chizai.units.result import Failed, Ok

FILES = ("deal", "inputs", "licences", "rights", "assignments", "assessments", "royalties")
PIECES = (
    *(b"-1", b"0", b"9" * 19, b"9" * 400, b"9" * 4299, b"9" * 5000, b"inf", b"nan", b"1e400", b"0.1", b"true"),
    *(b'"', b"'", b",", b"\n", b"\r", b"\t", b"[", b"]", b"[[", b"{}", b"=", b"#", b"%", b"[" * 500, b'""'),
    *(b"0001-01-01", b"1800-01-01", b"2200-12-31", b"9999-12-31", b"12:00:00", b"2026-09-30T00:00:00Z", b"9998"),
    *(b"\xef\xbb\xbf", b"\xff", b"\0", "特許".encode("cp932"), "\uff11\u0663".encode(), b"../x", b"/"),
    *(b"plan", b"history", b"ddex", b"licence-report", b"cp932", b"USD", b"A", b"P1", b"L1"),
)
"""What replaces a word of a file: what a hurried hand, a spreadsheet or a broken transfer might leave."""


def replaced(content: bytes, at: int, piece: bytes) -> bytes:
    words = [match.span() for match in re.finditer(rb"[\w.%-]+", content)]
    start, end = words[at % len(words)]
    return content[:start] + piece + content[end:]


def inserted(content: bytes, at: int, piece: bytes) -> bytes:
    return content[: at % len(content)] + piece + content[at % len(content) :]


def cut(content: bytes, at: int, piece: bytes) -> bytes:
    return content[: at % len(content)] + content[at % len(content) + len(piece) :]


def line_repeated(content: bytes, at: int, piece: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    lines.insert(len(piece) % len(lines), lines[at % len(lines)])
    return b"".join(lines)


Spoil = Callable[[bytes, int, bytes], bytes]
SPOILS: tuple[Spoil, ...] = (replaced, replaced, inserted, cut, line_repeated)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each case spoils it anew
@given(spoil=st.sampled_from(SPOILS), at=st.integers(0, 5000), piece=st.sampled_from(PIECES))
def test_no_spoilt_file_makes_anything_raise(
    small_deal: Path, tmp_path: Path, name: str, spoil: Spoil, at: int, piece: bytes
) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(small_deal, folder, dirs_exist_ok=True)
    (sound,) = small_deal.glob(f"{name}.*")
    (folder / sound.name).write_bytes(spoil(sound.read_bytes(), at, piece))
    made = make_book(folder)
    assert isinstance(made, Ok | Failed)
    if isinstance(made, Failed):
        assert all(len(str(failure)) < 3000 for failure in made.failures)
