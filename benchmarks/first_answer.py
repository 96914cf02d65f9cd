"""How long somebody waits for the first statistics of 100,000 futures: whole processes, from their start.

The first process finds no caches, neither of Python's bytecode nor of machine code; all others find what it left. What
stands in the caches is made for the measurement in a folder of its own, however this machine is set up. The fastest of
many processes counts, by the clock and by the time of all processors, each by itself: machines are shared.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

N_PATHS = 100_000
N_TURNS = 15
SCRIPT = Path(__file__).with_name("joint_reference.py")
DEAL = Path(__file__).parent.parent / "deals" / "electronics-patents"
LAST_CLASS = "C "
"""How the last row of the deal's table of classes begins."""


def print_waits() -> None:
    """Print how long the reference deal and a worked deal take, cold and warm."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deal = shutil.copytree(DEAL, folder / "deal")
        inputs = deal / "inputs.toml"
        text = inputs.read_text(encoding="utf-8")
        inputs.write_text(text.replace("n_paths = 10_000", f"n_paths = {N_PATHS}"), encoding="utf-8")
        simulate = ("-m", "chizai", "simulate", str(deal), "--out", str(folder / "out"))
        _print_wait("statistics of the reference deal", (str(SCRIPT), "answer"), folder)
        _print_wait("`chizai simulate` until the table of classes", simulate, folder, LAST_CLASS)


def _print_wait(name: str, arguments: Sequence[str], folder: Path, until: str = "") -> None:
    settings = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(folder / name / "bytecode"),
        "CHIZAI_CACHE": str(folder / name),
    }
    cold = _wait(arguments, settings, until)
    waits = [_wait(arguments, settings, until) for _ in range(N_TURNS)]
    warm = min(clock for clock, _ in waits), min(cpu for _, cpu in waits)
    words = [f"{clock:.2f} s by the clock, {cpu:.2f} s of processors" for clock, cpu in (cold, warm)]
    print(f"{name}, {N_PATHS:,} futures, whole process: cold {words[0]}; warm {words[1]}", flush=True)


def _wait(arguments: Sequence[str], settings: Mapping[str, str], until: str) -> tuple[float, float]:
    """Wait for a line that begins so, or for the end, and stop the process there: give both times."""
    before, started = _used_by_processes(), time.perf_counter()
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        lines = process.stdout or ()
        found = any(until and line.startswith(until) for line in lines)
        clock = time.perf_counter() - started
        if found:
            process.terminate()
    if not found and (until or process.returncode):
        raise SystemExit(f"{' '.join(command)} ended without an answer")
    return clock, _used_by_processes() - before


def _used_by_processes() -> float:
    """Give the time of processors that ended processes have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
