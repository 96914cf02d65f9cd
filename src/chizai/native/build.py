"""Compiles text in LLVM's language for this processor, in some hundredths of a second, or finds what was made of it.

Nothing is kept unless somebody hands in a shelf. What lies on it is found by a digest of the whole text, of the
compiler and of the processor, so that what runs is what the text at hand would be made into.
"""

import hashlib
from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int64
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from llvmlite.binding import ExecutionEngine, ModuleRef, TargetMachine

MANY_PATHS = 2**12
"""From so many paths on, faster code repays the time that it takes to compile."""
LANES, WIDE_LANES = 8, 16
"""Paths in a vector: two registers of 512 bits leave no part of a processor idle, but take longer to compile."""


RECIPE = "sroa, instruction-combine, aggressive-dce, 3"
"""What is done to a text on its way: `_improve`, and how hard the compiler tries. It is part of each digest."""


class Shelf(Protocol):
    """Where machine code lies from one process to the next. Threads may come at once."""

    def find(self, key: str) -> bytes | None:
        """Give what was put under a key, whole and unchanged; none where nothing was."""

    def put(self, key: str, code: bytes) -> None:
        """Put machine code under a key, or leave it: nobody relies on it."""


_shelves: list[Shelf] = []
"""The shelf in use, if any."""


@dataclass(frozen=True, slots=True, eq=False)
class Native:
    """Machine code."""

    run: Callable[..., None]
    """The function, on whole numbers and addresses. It holds no lock of Python while it runs."""
    engine: "ExecutionEngine"
    """Machine code lives as long as its engine."""


def lanes_for(n_paths: int) -> int:
    """Give the number of paths in a vector that suits a number of paths on this processor."""
    return WIDE_LANES if n_paths >= MANY_PATHS and has_wide_registers() else LANES


def keep_on(shelf: Shelf | None) -> None:
    """Look for machine code on a shelf from now on, and put there what is made; none: make it anew in each process."""
    _shelves[:] = [] if shelf is None else [shelf]


@lru_cache(maxsize=64)
def compile_code(code: str, entry: str, n_arguments: int) -> Native:
    """Compile code, or take it from the shelf.

    Args:
        code: a whole module.
        entry: its function that is to be run; it gives nothing back.
        n_arguments: how many whole numbers and addresses the function takes.

    Raises:
        ModuleNotFoundError: the extra `vector` is not installed.
        RuntimeError: the code is not in LLVM's language; a bug.
    """
    import llvmlite.binding as llvm

    shelf = next(iter(_shelves), None)
    made = _machine_code(code) if shelf is None else _found(code, shelf)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(made))
    engine.finalize_object()
    return Native(CFUNCTYPE(None, *[c_int64] * n_arguments)(engine.get_function_address(entry)), engine)


def _found(code: str, shelf: Shelf) -> bytes:
    """Give the machine code of a text from a shelf, or make it and put it there."""
    key = hashlib.sha256("\x1f".join((*_maker(), code)).encode()).hexdigest()
    made = shelf.find(key)
    if made is None:
        made = _machine_code(code)
        shelf.put(key, made)
    return made


@cache
def _maker() -> tuple[str, ...]:
    """Name all but the text that machine code depends on."""
    import llvmlite
    import llvmlite.binding as llvm

    version = ".".join(map(str, llvm.llvm_version_info))
    return (RECIPE, llvmlite.__version__, version, llvm.get_default_triple(), *_processor())


def _machine_code(code: str) -> bytes:
    """Make a text into machine code, as the content of an object file."""
    import llvmlite.binding as llvm

    target = _target_machine()
    module = llvm.parse_assembly(code)
    _improve(module, target)
    return bytes(target.emit_object(module))


def _improve(module: "ModuleRef", target: "TargetMachine") -> None:
    """Put variables into registers, simplify instructions and drop those that nobody needs.

    All other passes of a compiler gain nothing here.
    """
    import llvmlite.binding as llvm

    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    passes.add_instruction_combine_pass()
    passes.add_aggressive_dce_pass()
    passes.run(module, llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options()))


@cache
def has_wide_registers() -> bool:
    """Tell whether this processor works on 512 bits at once."""
    import llvmlite.binding as llvm

    return bool(llvm.get_host_cpu_features().get("avx512dq", False))


def _target_machine() -> "TargetMachine":
    """Describe this processor to the compiler."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    name, features = _processor()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=name, features=features, opt=3, codemodel="jitdefault", jit=True
    )


@cache
def _processor() -> tuple[str, str]:
    """Give the name of this processor, and all that it can do."""
    import llvmlite.binding as llvm

    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
