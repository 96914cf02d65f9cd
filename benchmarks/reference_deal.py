"""How fast the vector executor carries out the reference deal, against peers that are run beside it.

Run it with `python benchmarks/reference_deal.py`. Machines are shared, so that ratios measured in one run say more than
rates: each contest takes turns, and the fastest turn of each side counts. NumPy and Chizai use the same number of
threads. waterfall-py is run if it is there (`pip install waterfall-py`); it is no dependency of Chizai.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from chizai.deal.compile import compile_deal
from chizai.deal.program import Program, SlotKind
from chizai.deal.text import read_deal
from chizai.units.result import Failed
from chizai.waterfall.exact import run_exact
from chizai.waterfall.vector import run_paths
from chizai.waterfall.vector_paths import Asked, Paths, Reading, paths_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DEAL = Path(__file__).with_name("reference_deal.toml")
N_PERIODS = 40
N_PATHS = 2**18
N_TURNS = 7
N_PATHS_OF_NUMPY = 16_384
"""Paths that NumPy works on at a time: the fastest of 1,024 to 65,536 on the machine of decisions/0011."""
MEGABYTE = 10**6


def reference_program() -> Program:
    """Read and compile the reference deal."""
    read = read_deal(DEAL.read_text(encoding="utf-8"))
    if isinstance(read, Failed):
        raise SystemExit(str(read.failures[0]))
    compiled = compile_deal(read.value)
    if isinstance(compiled, Failed):
        raise SystemExit(str(compiled.failures[0]))
    return compiled.value


def asked_of(program: Program) -> list[Asked]:
    """Ask for what is paid to each class in all, and for what is left in the reserve."""
    kinds = [(kind, each) for kind in (SlotKind.PRINCIPAL, SlotKind.INTEREST) for each in "AB"]
    paid = [Asked(program.slot(*each), Reading.PAID) for each in kinds]
    dividends = Asked(program.slot(SlotKind.DISTRIBUTED, "C"))
    return [*paid, dividends, Asked(program.slot(SlotKind.CASH, "reserve"))]


def make_block(first: int, stop: int) -> "NDArray[np.int64]":
    """Make collections that differ by path and period, the same for a path in whatever block; shape (n_periods, n)."""
    path = np.arange(first, stop, dtype=np.uint64)
    period = np.arange(N_PERIODS, dtype=np.uint64)[:, None]
    mixed = (path * np.uint64(0x9E3779B97F4A7C15)) ^ (period * np.uint64(0xBF58476D1CE4E5B9))
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0x94D049BB133111EB)
    return (np.int64(20_000_000) + (mixed >> np.uint64(40)).astype(np.int64) * 90_000_000 // 2**24).astype(np.int64)


class NumpyDeal:
    """The same deal in float64, as one would write it by hand for this deal alone: in place, blocked to the cache."""

    def __init__(self, year_fractions: list[float], n_paths: int) -> None:
        """Make room for a block of paths."""
        self.year_fractions = year_fractions
        names = "cash reserve a b interest_a interest_b late_a late_b scheduled fee_1 fee_2 fee_3 cures breaches t u v"
        self.rows = {name: np.zeros(n_paths) for name in names.split()}
        self.cover, self.slow, self.low, self.mask = (np.zeros(n_paths, bool) for _ in range(4))

    def pay(self, source: "Floats", due: "Floats", paid: "Floats | None" = None) -> None:
        """Move the least of both off both, and count it."""
        t = self.rows["t"]
        np.minimum(source, due, out=t)
        source -= t
        due -= t
        if paid is not None:
            paid += t

    def run(self, inflows: "Floats", out: "Floats") -> None:
        """Carry out all periods; out has shape (6, n_paths)."""
        for row in self.rows.values():
            row.fill(0)
        self.rows["a"].fill(1.5e9)
        self.rows["b"].fill(5e8)
        self.rows["reserve"].fill(9e7)
        self.cover.fill(0)
        self.slow.fill(0)
        out.fill(0)
        for period, (inflow, year_fraction) in enumerate(zip(inflows, self.year_fractions, strict=True)):
            self.accrue(inflow, year_fraction)
            self.test(inflow)
            self.pay_senior(out)
            self.pay_junior(out)
            if period == N_PERIODS - 1:
                self.pay_finally(out)
            out[4] += self.rows["cash"]
            self.rows["cash"].fill(0)

    def accrue(self, inflow: "Floats", year_fraction: float) -> None:
        """Collect, and let interest, scheduled principal and fees fall due."""
        r, t = self.rows, self.rows["t"]
        r["cash"] += inflow
        accruals = (("interest_a", "late_a", 0.02), ("a", "interest_a", 0.02))
        for base, owed, rate in (*accruals, ("interest_b", "late_b", 0.045), ("b", "interest_b", 0.045)):
            np.multiply(r[base], rate * year_fraction, out=t)
            r[owed] += t
        r["scheduled"] += 0.025 * 1.5e9
        np.minimum(r["scheduled"], r["a"], out=r["scheduled"])
        r["fee_1"] += 660_000
        np.multiply(inflow, 0.033, out=t)
        r["fee_2"] += t
        np.add(r["a"], r["b"], out=r["u"])
        np.multiply(r["u"], 0.001 * year_fraction, out=t)
        r["fee_3"] += t

    def test(self, inflow: "Floats") -> None:
        """Test both triggers."""
        r, t, u = self.rows, self.rows["t"], self.rows["u"]
        np.add(r["late_a"], r["interest_a"], out=t)
        t += r["late_b"]
        t += r["interest_b"]
        t *= 2.5
        np.less(inflow, t, out=self.low)
        self.cover |= self.low
        r["cures"] += 1
        np.logical_not(self.low, out=self.mask)
        r["cures"] *= self.mask
        np.less(r["cures"], 2, out=self.mask)
        self.cover &= self.mask
        u *= 0.03
        np.less(inflow, u, out=self.low)
        r["breaches"] += 1
        r["breaches"] *= self.low
        np.greater_equal(r["breaches"], 2, out=self.mask)
        self.slow |= self.mask
        self.slow &= self.low

    def pay_senior(self, out: "Floats") -> None:
        """Pay fees, interest and scheduled principal."""
        r, t, u = self.rows, self.rows["t"], self.rows["u"]
        for fee in ("fee_1", "fee_2", "fee_3"):
            self.pay(r["cash"], r[fee])
        for source in ("cash", "reserve"):
            self.pay(r[source], r["late_a"])
            self.pay(r[source], r["interest_a"], out[2])
        np.logical_not(self.cover, out=self.mask)
        np.multiply(r["cash"], self.mask, out=u)
        r["cash"] -= u
        self.pay(u, r["late_b"])
        self.pay(u, r["interest_b"], out[3])
        r["cash"] += u
        for source in ("cash", "reserve"):
            np.minimum(r[source], r["scheduled"], out=t)
            r[source] -= t
            r["scheduled"] -= t
            r["a"] -= t
            out[0] += t

    def pay_junior(self, out: "Floats") -> None:
        """Fill the reserve, and sweep where a trigger says so."""
        r, t, u, v = self.rows, self.rows["t"], self.rows["u"], self.rows["v"]
        self.target()
        np.subtract(u, r["reserve"], out=t)
        np.maximum(t, 0, out=t)
        np.minimum(t, r["cash"], out=t)
        r["cash"] -= t
        r["reserve"] += t
        np.multiply(r["cash"], self.cover, out=u)
        r["cash"] -= u
        self.pay(u, r["a"], out[0])
        r["cash"] += u
        self.pay(r["cash"], r["late_b"])
        self.pay(r["cash"], r["interest_b"], out[3])
        self.target()
        np.subtract(r["reserve"], u, out=t)
        np.maximum(t, 0, out=t)
        r["reserve"] -= t
        r["cash"] += t
        np.multiply(r["cash"], 0.5, out=u)
        u *= self.slow
        np.add(r["a"], r["b"], out=v)
        np.minimum(u, v, out=u)
        np.maximum(v, 1, out=v)
        u /= v
        for number, name in enumerate("ab"):
            np.multiply(u, r[name], out=t)
            r["cash"] -= t
            r[name] -= t
            out[number] += t

    def pay_finally(self, out: "Floats") -> None:
        """Empty the reserve at final maturity, and repay what it covers."""
        r = self.rows
        r["cash"] += r["reserve"]
        r["reserve"].fill(0)
        self.pay(r["cash"], r["a"], out[0])
        self.pay(r["cash"], r["b"], out[1])

    def target(self) -> None:
        """Work out what the reserve should hold."""
        np.multiply(self.rows["a"], 0.06, out=self.rows["u"])
        np.maximum(self.rows["u"], 40e6, out=self.rows["u"])


def run_numpy(year_fractions: list[float], inflows: "Floats", n_threads: int) -> "Floats":
    """Carry out the deal in float64; shape (6, n_paths)."""
    results = np.empty((6, inflows.shape[1]))

    def carry_out(first: int) -> None:
        block = np.ascontiguousarray(inflows[:, first : first + N_PATHS_OF_NUMPY])
        out = np.empty((6, block.shape[1]))
        NumpyDeal(year_fractions, block.shape[1]).run(block, out)
        results[:, first : first + N_PATHS_OF_NUMPY] = out

    with ThreadPoolExecutor(n_threads) as threads:
        list(threads.map(carry_out, range(0, inflows.shape[1], N_PATHS_OF_NUMPY)))
    return results


def fastest(*works: Callable[[], object]) -> list[tuple[float, float]]:
    """Time works in turns; give the seconds of the fastest turn of each, by the clock and of all processors."""
    turns = []
    for _ in range(N_TURNS):
        for work in works:
            started = time.perf_counter(), time.process_time()
            work()
            turns.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    each = [list(zip(*turns[number :: len(works)], strict=True)) for number in range(len(works))]
    return [(min(clock), min(processors)) for clock, processors in each]


def against_numpy(program: Program) -> None:
    """Print the rates of both, with one thread and with two."""
    inflows, asked = make_block(0, N_PATHS), asked_of(program)
    floats = inflows.astype(np.float64)
    year_fractions = [fraction.numerator / fraction.denominator for fraction in program.fractions[0]]
    ours = run_paths(program, paths_of(inflows), asked).results_minor[0]
    theirs = run_numpy(year_fractions, floats, 1)
    off = np.abs(ours.mean(axis=1) - theirs.mean(axis=1)).max() / ours.mean(axis=1).max()
    print(f"float64 differs from whole yen by {off:.1e} of the largest mean")
    for n_threads in (1, 2):
        ours_s, theirs_s = fastest(
            lambda n=n_threads: run_paths(program, paths_of(inflows), asked, n_threads=n),  # type: ignore[misc]
            lambda n=n_threads: run_numpy(year_fractions, floats, n),  # type: ignore[misc]
        )
        rates = f"vector {N_PATHS / ours_s[0]:,.0f} paths/s, numpy {N_PATHS / theirs_s[0]:,.0f} paths/s"
        ratios = f"{theirs_s[0] / ours_s[0]:.1f} by the clock, {theirs_s[1] / ours_s[1]:.1f} by processor time"
        print(f"{n_threads} thread(s): {rates}   ratio {ratios}")


def against_exact(program: Program) -> None:
    """Print the rate of the exact executor."""
    paths = [[int(amount) for amount in path] for path in make_block(0, 20).T]
    ((seconds, _),) = fastest(lambda: [run_exact(program, path) for path in paths])
    print(f"exact executor: {len(paths) / seconds:,.0f} paths/s")


def against_waterfall_py(program: Program) -> None:
    """Print the rate of the peer on the nearest deal that it can say, in deals a second, or how to get it."""
    try:
        import waterfall  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ModuleNotFoundError:
        print("waterfall-py: not installed, not measured; `pip install waterfall-py` (MIT) and run this again")
        return
    inflows, asked = make_block(0, N_PATHS), asked_of(program)

    def tranche(name: str, kind: str, principal: int, coupon: float, amortisation: str) -> object:
        return waterfall.Tranche(
            name=name,
            tranche_type=kind,
            principal=principal,
            coupon=coupon,
            day_count="ACT/365F",
            amort_type=amortisation,
            term_periods=N_PERIODS,
        )

    def run() -> object:
        equity = waterfall.Tranche(name="C", tranche_type="equity", principal=300_000_000)
        deal = waterfall.Deal(
            deal_close_date=date(2025, 9, 30),
            operations_start_date=date(2025, 9, 30),
            period_frequency="Q",
            deal_type="PF",
            tranches=[
                tranche("A", "senior", 1_500_000_000, 0.02, "fully_amortizing"),
                tranche("B", "mezzanine", 500_000_000, 0.045, "bullet"),
                equity,
            ],
            cfads_stream=[float(amount) for amount in inflows[:, 0]],
            data_currency="JPY",
            reporting_basis="calendar",
            reserves=[waterfall.ReserveConfig(reserve_type="DSRA", months_dsra=6, opening_balance=90_000_000)],
            covenants=[waterfall.CovenantConfig(metric="DSCR", trap=1.10, default=1.00)],
            sweep=waterfall.SweepConfig(bands=[waterfall.SweepBand(4.0, 1.0), waterfall.SweepBand(3.0, 0.5)]),
        )
        return waterfall.run(deal)

    (theirs, _), (ours, _) = fastest(run, lambda: run_paths(program, paths_of(inflows), asked))
    ratio = theirs / (ours / N_PATHS)
    print(f"waterfall-py, nearest deal: {1 / theirs:,.0f} deals/s, 1 thread   ratio {ratio:,.0f}")


def linearity(program: Program) -> None:
    """Print what a path costs at several numbers of paths, made block by block out of blocks that are at hand."""
    asked, at_hand = asked_of(program), make_block(0, 2**15)

    def block(first: int, stop: int) -> "NDArray[np.int64]":
        return at_hand[:, first % 2**14 : first % 2**14 + stop - first]

    for n_paths in (10**4, 10**5, 10**6):
        ((seconds, _),) = fastest(lambda n=n_paths: run_paths(program, Paths(n, block), asked))  # type: ignore[misc]
        each = f"{seconds / n_paths * 1e9:,.0f} ns a path"
        print(f"{n_paths:>9,} paths, 1 thread: {seconds * 1e3:,.0f} ms, {each}, the exact check of one path included")


def in_a_new_process(what: str) -> str:
    """Run one part of this script in a process of its own; give what it prints."""
    done = subprocess.run([sys.executable, __file__, what], check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout.strip()


def memory() -> None:
    """Print the most memory that a run of a million paths takes, totals only, made block by block, on two threads."""
    program = reference_program()
    run_paths(program, Paths(10**6, make_block), asked_of(program), n_threads=2)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    print(f"1,000,000 paths, totals, 2 threads: {most:,.0f} MB resident at most, Python and NumPy included")


def first_answer() -> None:
    """Print how long one path takes from nothing imported, the deal's compilation included."""
    started = time.perf_counter()
    program = reference_program()
    run_paths(program, paths_of(make_block(0, 1)), asked_of(program))
    print(f"{time.perf_counter() - started:.2f} s")


def main() -> None:
    """Print a table of all, or carry out the part named on the command line."""
    if len(sys.argv) > 1:
        {"memory": memory, "first-answer": first_answer}[sys.argv[1]]()
        return
    print(in_a_new_process("memory"))  # first, for a new process counts the memory of the one that starts it
    print(f"first answer of a process, imports apart: {in_a_new_process('first-answer')}")
    program = reference_program()
    print(f"{len(program.steps)} steps, {len(program.slots)} slots, {N_PERIODS} periods, {N_PATHS:,} paths")
    against_numpy(program)
    against_exact(program)
    against_waterfall_py(program)
    linearity(program)


if __name__ == "__main__":
    main()
