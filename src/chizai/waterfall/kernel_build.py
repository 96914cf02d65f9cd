"""Compiles the loops of the vector executor into machine code for this processor."""

from types import FunctionType, ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llvmlite.binding import ModuleRef, TargetMachine

ENTRY = "run_paths"
"""The function that the machine code offers. As Numba calls functions, it takes the addresses of a result and of an
error, then its arguments, and gives 0 when all went well."""

ALLOWED = ("llvm.", "memset", "memcpy", "memmove")
"""How the names begin of the functions that machine code may call from outside: what every C library has."""


def compile_kernel(*modules: ModuleType) -> bytes:
    """Compile the loops. Needs Numba.

    Args:
        modules: those whose functions and constants the loops are made of, which may use one another's by their names.

    Returns:
        An object file that offers `ENTRY`.

    Raises:
        AssertionError: the code would need something of Python when it runs, which a kernel must not.
    """
    import llvmlite.binding as llvm
    from numba import cfunc, types

    rows = types.CPointer(types.CPointer(types.int64))  # type: ignore[no-untyped-call]
    compiled = cfunc(types.void(rows, rows, rows, rows, rows, rows))(_with_compiled_helpers(modules))
    code = llvm.parse_assembly(compiled.inspect_llvm())
    target = target_machine()
    _keep_only(code, target, compiled.native_name.removeprefix("cfunc."))  # what is left out speaks to Python
    needed = [each.name for each in (*code.functions, *code.global_variables) if each.is_declaration]
    if not all(name.startswith(ALLOWED) for name in needed):
        raise AssertionError(f"the compiled loops need {', '.join(needed)}")
    return bytes(target.emit_object(code))


def _with_compiled_helpers(modules: tuple[ModuleType, ...]) -> FunctionType:
    """Give the entry, among copies of all functions that are Numba's: the modules stay plain Python."""
    from numba import njit

    names = {name: value for module in modules for name, value in vars(module).items()}
    again = {
        name: FunctionType(function.__code__, names, name)
        for name, function in names.items()
        if isinstance(function, FunctionType)
    }
    for name, function in again.items():
        names[name] = njit(error_model="numpy", boundscheck=False)(function)
    return again[ENTRY]


def _keep_only(code: "ModuleRef", target: "TargetMachine", name: str) -> None:
    """Drop all that one function does not need, and call it `ENTRY`."""
    import llvmlite.binding as llvm

    for function in code.functions:
        if function.name == name:
            function.name = ENTRY
        elif not function.is_declaration:
            function.linkage = "internal"
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(code, llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options()))


def target_machine() -> "TargetMachine":
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
