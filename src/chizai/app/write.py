"""Documents into a folder: all of them or none."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result

MARK = "manifest.json"
"""The file by which a folder is known to be ours, so that it may be replaced."""


def write_folder(out: Path, documents: Mapping[str, bytes]) -> Result[Path]:
    """Write documents into a folder, in the place of those of an earlier run.

    They are written beside it first and moved there in one step, so that a failure leaves nothing half-written.

    Args:
        out: the folder; it may be absent, empty, or of an earlier run of the same kind, but never anything else.
        documents: file name and content; `MARK` is one of them.
    """
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or _kind_of(out) == kind_in(documents[MARK]))):
        what = f"it holds something else than the documents of an earlier {kind_in(documents[MARK])}"
        why = "it would be overwritten"
        return Failed((Failure(Reason.INCONSISTENT, Place(str(out)), what, why, "name another folder with --out"),))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as beside:
            fresh = Path(beside) / "fresh"
            fresh.mkdir()
            for name, content in documents.items():
                (fresh / name).write_bytes(content)
            put_in_place(fresh, out, Path(beside) / "former")
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        fix = "free the disk, or name another folder with --out"
        return Failed((Failure(Reason.UNREADABLE, Place(str(out)), what, "the documents have to go somewhere", fix),))
    return Ok(out)


def _kind_of(out: Path) -> str | None:
    """Say what a folder holds; none where it is not ours."""
    try:
        return kind_in((out / MARK).read_bytes())
    except OSError:
        return None


def kind_in(manifest: bytes) -> str | None:
    """Say what a manifest lists, such as a run or a simulation; none where it is none of ours."""
    try:
        listed = json.loads(manifest)
    except ValueError:
        return None
    return str(listed["kind"]) if isinstance(listed, dict) and "kind" in listed else None


def write_file(out: Path, content: bytes) -> Result[Path]:
    """Write one file that is not there yet, whole or not at all.

    Args:
        out: where it goes; a file of that name is never written over.
        content: its bytes.
    """
    if out.exists():
        what, why = "it is there already", "it would be written over"
        return Failed((Failure(Reason.INCONSISTENT, Place(str(out)), what, why, "name another file with --out"),))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=out.parent, delete=False) as beside:
            beside.write(content)
        Path(beside.name).rename(out)
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        fix = "free the disk, or name another file with --out"
        return Failed((Failure(Reason.UNREADABLE, Place(str(out)), what, "the deal has to go somewhere", fix),))
    return Ok(out)


def put_in_place(fresh: Path, out: Path, former: Path) -> None:
    """Move a folder to where another may stand; if that fails, the other one stands there again."""
    if out.exists():
        out.rename(former)
    try:
        fresh.rename(out)
    except OSError:
        if former.exists():
            former.rename(out)
        raise
