"""Compiles text in LLVM's language for this processor, in memory, in some hundredths of a second.

Nothing is kept on a disk: what runs has always been made from the text at hand.
"""

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int64
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llvmlite.binding import ExecutionEngine, ModuleRef, TargetMachine

MANY_PATHS = 2**12
"""From so many paths on, faster code repays the time that it takes to compile."""
LANES, WIDE_LANES = 8, 16
"""Paths in a vector: two registers of 512 bits leave no part of a processor idle, but take longer to compile."""


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


@lru_cache(maxsize=64)
def compile_code(code: str, entry: str, n_arguments: int) -> Native:
    """Compile code.

    Args:
        code: a whole module.
        entry: its function that is to be run; it gives nothing back.
        n_arguments: how many whole numbers and addresses the function takes.

    Raises:
        ModuleNotFoundError: the extra `vector` is not installed.
        RuntimeError: the code is not in LLVM's language; a bug.
    """
    import llvmlite.binding as llvm

    target = _target_machine()
    module = llvm.parse_assembly(code)
    _improve(module, target)
    engine = llvm.create_mcjit_compiler(module, target)
    engine.finalize_object()
    return Native(CFUNCTYPE(None, *[c_int64] * n_arguments)(engine.get_function_address(entry)), engine)


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
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )
