"""Compiles a program's code for this processor."""

from chizai.native.build import Native, lanes_for
from chizai.native.build import compile_code as compile_any
from chizai.waterfall.native_program import ENTRY, N_ARGUMENTS

__all__ = ["Native", "compile_code", "lanes_for"]


def compile_code(code: str) -> Native:
    """Compile a program's code, as `write_program` writes it; code that has been compiled before is at hand.

    Raises:
        ModuleNotFoundError: the extra `vector` is not installed.
    """
    return compile_any(code, ENTRY, N_ARGUMENTS)
