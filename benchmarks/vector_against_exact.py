"""How many paths a second the vector executor carries out, against the exact one, in the same run.

The machines that this runs on are shared, so the ratios say more than the rates. Run it with `python3 dev.py bench`.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from chizai.deal.compile import compile_deal
from chizai.deal.program import Program, SlotKind
from chizai.deal.text import read_deal
from chizai.units.result import Failed
from chizai.waterfall.exact import run_exact
from chizai.waterfall.vector import run_vector

DEALS = Path(__file__).resolve().parents[1] / "deals"
N_PATHS = 200_000
N_PATHS_EXACT = 200


def program_of(deal: str) -> Program:
    """Read and compile a worked deal."""
    read = read_deal((DEALS / deal / "deal.toml").read_text(encoding="utf-8"))
    if isinstance(read, Failed):
        raise SystemExit(str(read.failures[0]))
    compiled = compile_deal(read.value)
    if isinstance(compiled, Failed):
        raise SystemExit(str(compiled.failures[0]))
    return compiled.value


def seconds(work: Callable[[], object]) -> float:
    """Time the fastest of three goes."""
    goes = []
    for _ in range(3):
        started = time.perf_counter()
        work()
        goes.append(time.perf_counter() - started)
    return min(goes)


def rates(program: Program) -> tuple[float, float, float]:
    """Give the paths a second of the exact executor, of the vector executor, and of that with two threads."""
    n_periods = len(program.payment_dates)
    asked = [number for number, slot in enumerate(program.slots) if slot.kind is SlotKind.PRINCIPAL]
    largest = sum(program.slots[slot].opening_minor for slot in asked)
    paths = np.random.default_rng(1).integers(0, 3 * largest // n_periods, (n_periods, N_PATHS), np.int64)
    some = [[int(amount) for amount in paths[:, path]] for path in range(N_PATHS_EXACT)]
    run_vector(program, paths[:, :1], asked)  # imports the compiler
    return (
        N_PATHS_EXACT / seconds(lambda: [run_exact(program, path) for path in some]),
        N_PATHS / seconds(lambda: run_vector(program, paths, asked, 1)),
        N_PATHS / seconds(lambda: run_vector(program, paths, asked, 2)),
    )


def main() -> None:
    """Print one line a deal."""
    print(f"{'deal':<22}{'steps':>6}{'periods':>9}{'exact/s':>10}{'vector/s':>12}{'2 threads/s':>13}{'ratio':>8}")
    for deal in ("electronics-patents", "anime-copyrights", "drug-patents", "sesac-2019-1"):
        program = program_of(deal)
        exact, one, two = rates(program)
        size = f"{len(program.steps):>6}{len(program.payment_dates):>9}"
        print(f"{deal:<22}{size}{exact:>10,.0f}{one:>12,.0f}{two:>13,.0f}{one / exact:>8,.0f}")


if __name__ == "__main__":
    main()
