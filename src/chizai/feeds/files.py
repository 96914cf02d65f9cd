"""Files of a deal's folder, and others, read safely: what is not there or not text is a failure with its place."""

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
    """Relative to the deal's folder, with `/`, as all places name it; alone where it belongs to none."""
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
        the text, or why there is none: the name or a link leads outside, no such file, a folder or a device, no
        permission, empty, not text.
    """
    place = Place(name)
    path = PurePosixPath(name)
    if encoding not in ENCODINGS:
        what, why = f"encoding {encoding!r} is not known", "its bytes cannot be turned into characters"
        return _failed(Reason.UNKNOWN, place, what, why, f"write one of {', '.join(ENCODINGS)}")
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name:
        return _outside(name)
    content = _content(folder / path, place, "the deal is run on it", folder)
    if isinstance(content, Failed):
        return content
    other = 'save it as UTF-8, or, for a statement or curve in Windows Japanese, write encoding = "cp932" beside it'
    fix = other if encoding == "utf-8" else "save it as UTF-8 and remove the encoding"
    return _decode(content.value, place, encoding, fix)


def read_file(path: Path) -> Result[TextFile]:
    """Read one text file that belongs to no deal, in UTF-8.

    Returns:
        the text under the file's own name, or why there is none: no such file, a folder or a device, no permission,
        empty, not text.
    """
    place = Place(path.name or str(path))
    content = _content(path, place, "its rows are what is read")
    if isinstance(content, Failed):
        return content
    return _decode(content.value, place, "utf-8", "save it as UTF-8")


def _content(path: Path, place: Place, why: str, folder: Path | None = None) -> Result[bytes]:
    """Read a file's bytes; where a folder is given, the file may not lead out of it."""
    try:
        real = path.resolve(strict=True)
        if folder is not None and not real.is_relative_to(folder.resolve()):
            return _outside(place.file)
        if not real.is_file():
            what = "it is a folder" if real.is_dir() else "it is a device or a pipe"
            return _failed(Reason.UNREADABLE, place, what, "a file is needed", "name a file")
        return Ok(real.read_bytes())
    except FileNotFoundError:
        return _failed(Reason.MISSING, place, "there is no such file", why, _nearby(path))
    except (OSError, RuntimeError) as error:  # the second, before Python 3.13, for links that lead round in a circle
        what = f"it cannot be opened: {getattr(error, 'strerror', 'its links lead round in a circle')}"
        return _failed(Reason.UNREADABLE, place, what, why, "make the file readable")


def _outside(name: str) -> Failed:
    what = f"{name!r} leads to no file inside the deal's folder"
    why = "a deal is one folder that gives the same result wherever it stands"
    fix = "copy the file into the folder and name it from there"
    return _failed(Reason.OUT_OF_RANGE, Place(name), what, why, fix)


def _decode(content: bytes, place: Place, encoding: str, fix: str) -> Result[TextFile]:
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
        why = "a character read wrongly would be a wrong name or amount"
        return _failed(Reason.UNREADABLE, Place(place.file, row), what, why, fix)
    return Ok(TextFile(place.file, text, hashlib.sha256(content).hexdigest()))


def _nearby(path: Path) -> str:
    import difflib

    there = sorted(entry.name for entry in path.parent.iterdir()) if path.parent.is_dir() else []
    close = difflib.get_close_matches(path.name, [name for name in there if name != path.name], n=1, cutoff=0.8)
    return f"did you mean {close[0]!r}?" if close else "add the file, or correct its name"


def _failed(reason: Reason, place: Place, what: str, why: str, fix: str) -> Failed:
    return Failed((Failure(reason, place, what, why, fix),))
