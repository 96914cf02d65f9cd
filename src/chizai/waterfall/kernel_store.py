"""The compiled loops, kept on disk from one process to the next, so that a later one needs no compiler.

This is the one place below `documents` that touches a disk. It keeps no data of anybody's: what it holds changes no
answer, can be deleted at any time, and is never believed without a check.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from ctypes import CFUNCTYPE, addressof, c_int, c_void_p
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from chizai.waterfall import kernel, kernel_build, kernel_divide

if TYPE_CHECKING:
    import numpy as np
    from llvmlite.binding import ExecutionEngine
    from numpy.typing import NDArray

PLACE = "CHIZAI_CACHE"
"""The variable of the environment that names the folder for compiled loops, instead of the user's cache."""

Group: TypeAlias = "NDArray[np.int64] | list[NDArray[np.int64]]"
"""Rows of whole numbers: an array of any shape whose last axis is contiguous, or a list of such rows."""

Call: TypeAlias = Callable[[Group, Group, Group, Group, Group, Group], None]
"""The compiled `kernel.run_paths`. It holds no lock of Python while it runs."""

MODULES = (kernel_divide, kernel)
"""What the loops are made of."""

_DIGEST_BYTES = 32
_ENGINES: "list[ExecutionEngine]" = []
"""Machine code lives as long as its engine."""


@cache
def load_kernel() -> Call:
    """Give the compiled loops: from the disk if they are there, otherwise compiled now and kept for the next process.

    Raises:
        ModuleNotFoundError: the extra `vector` is not installed.
        AssertionError: the loops cannot run without Python; this is a bug of Chizai.
    """
    file = _folder() / f"kernel-{_key()}.bin"
    code = _read(file)
    if code is None:
        code = kernel_build.compile_kernel(*MODULES)
        _write(file, code)
    return _load(code)


def _key() -> str:
    """Digest all that the machine code depends on: the sources, the numbers that enter them, compilers, processor."""
    import llvmlite.binding as llvm

    named = [item for module in MODULES for item in vars(module).items()]
    numbers = sorted((name, value) for name, value in named if isinstance(value, int | float))
    parts = (
        *(Path(str(module.__file__)).read_text(encoding="utf-8") for module in (*MODULES, kernel_build)),
        *map(str, (numbers, sys.version, version("numba"), version("llvmlite"))),
        llvm.get_process_triple(),
        llvm.get_host_cpu_name(),
        llvm.get_host_cpu_features().flatten(),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _folder() -> Path:
    if PLACE in os.environ:
        return Path(os.environ[PLACE])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "chizai"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "chizai"


def _read(file: Path) -> bytes | None:
    """Give kept code; None if there is none, or not all of it."""
    try:
        kept = file.read_bytes()
    except OSError:
        return None
    digest, code = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    return code if hashlib.sha256(code).digest() == digest else None


def _write(file: Path, code: bytes) -> None:
    """Keep code, whole or not at all; where nothing can be kept, every process compiles."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as unfinished:
            unfinished.write(hashlib.sha256(code).digest() + code)
        Path(unfinished.name).replace(file)
    except OSError:
        return


def _load(code: bytes) -> Call:
    import llvmlite.binding as llvm

    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), kernel_build.target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _ENGINES.append(engine)
    entry = CFUNCTYPE(c_int, *(c_void_p,) * 8)(engine.get_function_address(kernel_build.ENTRY))

    def call(*groups: "Group") -> None:
        addresses = [_addresses(rows) for rows in groups]
        nothing, error = c_void_p(), c_void_p()
        if entry(addressof(nothing), addressof(error), *(each.ctypes.data for each in addresses)):
            raise AssertionError("the compiled loops stopped early")

    return call


def _addresses(rows: "Group") -> "NDArray[np.uintp]":
    """Give the address of every row, shape (n_rows,)."""
    import numpy as np

    if isinstance(rows, list):
        return np.array([row.ctypes.data for row in rows], np.uintp)
    offsets = np.ix_(
        *(np.arange(n) * bytes_a_step for n, bytes_a_step in zip(rows.shape[:-1], rows.strides, strict=False))
    )
    return np.asarray(rows.ctypes.data + sum(offsets), np.uintp).ravel()
