"""Machine code that is kept on the user's disk, so that a first answer need not wait for the compiler.

Machine code is run as it lies there. So nothing is taken from a folder or a file that another user could have written,
and nothing that is not, to the last bit, what was put there under its name.
"""

import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from chizai.native.build import keep_on
from chizai.units.result import Failure, Place, Reason

VARIABLE = "CHIZAI_CACHE"
"""The variable of the environment that names another folder, or says `OFF`."""
OFF = "off"
FOLDER = "machine-code"
"""What is made in the user's folder of caches."""
MOST_BYTES = 32 * 2**20
"""Above so many bytes of disk, the files that were not used for longest go. A deal takes some hundred thousand."""
LEFT_BYTES = MOST_BYTES * 3 // 4
"""How many of them stay then."""
DIGEST_BYTES = hashlib.sha256().digest_size
BLOCK_BYTES = 512
"""What `stat` counts the disk in."""
FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_code() -> Failure | None:
    """Keep machine code in the user's folder from now on; without one that is the user's own, keep none.

    Returns:
        what is wrong with a folder that the user named; one that nobody named may be left unused in silence.
    """
    asked = os.environ.get(VARIABLE, "")
    caches = None if asked == OFF or os.name != "posix" else Path(asked) if asked else _usual_folder()
    folder = None if caches is None else caches / FOLDER
    wrong = None if folder is None else _made_own(folder)
    keep_on(None if folder is None or wrong else CodeFolder(folder))
    if not asked or wrong is None:
        return None
    why = "without a folder to keep it in, machine code is made anew by each command"
    fix = f"name a folder that you can write to and nobody else can, or write {VARIABLE}={OFF}"
    return Failure(Reason.INCONSISTENT, Place(f"{VARIABLE}={asked}"), f"{folder}: {wrong}", why, fix)


def _usual_folder() -> Path | None:
    """Give the folder of the user's caches, by the XDG Base Directory Specification."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    with suppress(RuntimeError):  # a user without a home
        return (named if named.is_absolute() else Path.home() / ".cache") / "chizai"
    return None


def _made_own(folder: Path) -> str | None:
    """Make a folder that is its user's alone; else say what is wrong with the one that is there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=stat.S_IRWXU)
        found = folder.lstat()
    except OSError as error:
        return f"it cannot be made: {error.strerror}"
    if not stat.S_ISDIR(found.st_mode):
        return "it is no folder"
    return None if _is_own(found) else "other users can open it"


def _is_own(found: os.stat_result) -> bool:
    """Tell whether something belongs to this user, and nobody else may read or write it."""
    return found.st_uid == os.geteuid() and not found.st_mode & FOR_OTHERS


@dataclass(frozen=True, slots=True)
class CodeFolder:
    """A folder of machine code, each piece in a file that bears its key and begins with its digest."""

    folder: Path

    def find(self, key: str) -> bytes | None:
        """Give what was put under a key; none where nothing was, or where it has been changed since."""
        with suppress(OSError):
            handle = os.open(self.folder / key, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                found = os.fstat(handle)
                content = file.read() if stat.S_ISREG(found.st_mode) and _is_own(found) else b""
                os.utime(handle)
            if content[:DIGEST_BYTES] == _digest(key, content[DIGEST_BYTES:]):
                return content[DIGEST_BYTES:]
        return None

    def put(self, key: str, code: bytes) -> None:
        """Put machine code under a key: whole or not at all, in place of whatever is there."""
        beside = self.folder / f"{key}.{os.getpid()}"
        with suppress(OSError):
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_digest(key, code) + code)
                beside.replace(self.folder / key)
            finally:
                beside.unlink(missing_ok=True)
            self._make_room()

    def _make_room(self) -> None:
        """Remove what was not used for longest, where too much is kept."""
        files = [(found.stat(), found.path) for found in os.scandir(self.folder)]
        kept = sum(found.st_blocks for found, _ in files) * BLOCK_BYTES
        if kept <= MOST_BYTES:
            return
        for found, path in sorted(files, key=lambda each: each[0].st_mtime):
            if kept <= LEFT_BYTES:
                return
            Path(path).unlink(missing_ok=True)
            kept -= found.st_blocks * BLOCK_BYTES


def _digest(key: str, code: bytes) -> bytes:
    """Give what a file begins with: it tells whether the code was changed, or put under another key."""
    return hashlib.sha256(key.encode() + code).digest()
