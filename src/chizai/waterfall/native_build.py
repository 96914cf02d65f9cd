"""Compiles a program's code for this processor, in memory, in some hundredths of a second."""

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int64, c_void_p
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from chizai.waterfall.native_program import ENTRY

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
    """`native_program.ENTRY`, on addresses and numbers. It holds no lock of Python while it runs."""
    engine: "ExecutionEngine"
    """Machine code lives as long as its engine."""


def lanes_for(n_paths: int) -> int:
    """Give the number of paths in a vector that suits a number of paths on this processor."""
    return WIDE_LANES if n_paths >= MANY_PATHS and has_wide_registers() else LANES


@lru_cache(maxsize=64)
def compile_code(code: str) -> Native:
    """Compile a program's code.

    Args:
        code: as `write_program` writes it.

    Raises:
        ModuleNotFoundError: the extra `vector` is not installed.
    """
    import llvmlite.binding as llvm

    target = _target_machine()
    module = llvm.parse_assembly(code)
    _improve(module, target)
    engine = llvm.create_mcjit_compiler(module, target)
    engine.finalize_object()
    numbers_and_places: list[Any] = [*(c_void_p,) * 3, *(c_int64,) * 2, c_void_p, *(c_int64,) * 3]
    return Native(CFUNCTYPE(None, *numbers_and_places)(engine.get_function_address(ENTRY)), engine)


def _improve(module: "ModuleRef", target: "TargetMachine") -> None:
    """Simplify instructions and drop those that nobody needs; all other passes of a compiler gain nothing here."""
    import llvmlite.binding as llvm

    passes = llvm.create_new_module_pass_manager()
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
