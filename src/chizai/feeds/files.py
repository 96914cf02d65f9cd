"""Files of a deal's folder, read safely: what is not there or not text is a failure with its place."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
"""What `encoding` may say: UTF-8, with or without a byte-order mark, or Windows Japanese (Shift JIS)."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was read."""

    name: str
    """Relative to the deal's folder, with `/`, as all places name it."""
    text: str
    sha256: str
    """Digest of its bytes, 64 hexadecimal digits."""


def read_text(folder: Path, name: str, encoding: str = "utf-8") -> Result[TextFile]:
    """Read one text file of a folder.

    Args:
        folder: the deal's folder.
        name: the file, relative to it; it may not lead out of it.
        encoding: a key of `ENCODINGS`.

    Returns:
        the text, or why there is none: the name leads outside, no such file, a folder, no permission, empty, not text.
    """
    place = Place(name)
    path = PurePosixPath(name)
    if encoding not in ENCODINGS:
        what, why = f"encoding {encoding!r} is not known", "its bytes cannot be turned into characters"
        return _failed(Reason.UNKNOWN, place, what, why, f"write one of {', '.join(ENCODINGS)}")
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name:
        what = f"{name!r} is no file inside the deal's folder"
        why = "a deal is one folder that gives the same result wherever it stands"
        return _failed(Reason.OUT_OF_RANGE, place, what, why, "copy the file into the folder and name it from there")
    try:
        content = (folder / path).read_bytes()
    except FileNotFoundError:
        return _failed(Reason.MISSING, place, "there is no such file", "the deal is run on it", _nearby(folder / path))
    except IsADirectoryError:
        return _failed(Reason.UNREADABLE, place, "it is a folder", "a file is needed", "name the file in it")
    except OSError as error:
        what = f"it cannot be opened: {error.strerror}"
        return _failed(Reason.UNREADABLE, place, what, "the deal is run on it", "make the file readable")
    return _decode(content, place, encoding)


def _decode(content: bytes, place: Place, encoding: str) -> Result[TextFile]:
    if not content.strip():
        return _failed(Reason.UNREADABLE, place, "the file is empty", "nothing can be read", "write its contents")
    if b"\0" in content:
        what = f"it is not text: byte {content.index(0)} is zero"
        fix = "save it as text (CSV UTF-8), not as a workbook or UTF-16"
        return _failed(Reason.UNREADABLE, place, what, "only text can be read as rows", fix)
    try:
        text = content.decode(ENCODINGS[encoding])
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        what = f"it is not {encoding} text: byte {error.start} is 0x{content[error.start]:02x}"
        other = 'save it as UTF-8, or, for a statement in Windows Japanese, write encoding = "cp932" beside it'
        fix = other if encoding == "utf-8" else "save it as UTF-8 and remove the encoding"
        why = "a character read wrongly would be a wrong name or amount"
        return _failed(Reason.UNREADABLE, Place(place.file, row), what, why, fix)
    return Ok(TextFile(place.file, text, hashlib.sha256(content).hexdigest()))


def _nearby(path: Path) -> str:
    import difflib

    there = sorted(entry.name for entry in path.parent.iterdir()) if path.parent.is_dir() else []
    close = difflib.get_close_matches(path.name, there, n=1)
    return f"did you mean {close[0]!r}?" if close else "add the file, or correct its name"


def _failed(reason: Reason, place: Place, what: str, why: str, fix: str) -> Failed:
    return Failed((Failure(reason, place, what, why, fix),))
