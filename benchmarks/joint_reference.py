"""What joint futures cost from the draw to the statistics, against NumPy, and what variance reduction saves.

The job: twenty licences on eight rights, forty quarters, a market factor, rights that may be killed, licensees that may
default with a recovery, licences that expire; then the reference deal with its two triggers, in whole yen; then all
statistics of its classes, and percentiles of what they are paid each quarter. Run it with
`python benchmarks/joint_reference.py [--paths N]`: so many paths are run where memory is measured (10^8 takes minutes).

Machines are shared, so that ratios measured in one run say more than rates: contests take turns, and the fastest turn
of each side counts. Times to a precision are extrapolated from measured errors where running them would take minutes.
"""

import argparse
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from chizai.app.code_shelf import keep_code
from chizai.deal.program import Program
from chizai.metrics.assumptions import PricingAssumption
from chizai.metrics.engine import engine_of, run_engine
from chizai.metrics.engine_joint import joint_source
from chizai.metrics.engine_request import Engine, Request, Source, factors_at_yield
from chizai.metrics.engine_statistics import Asking, statistics_of
from chizai.metrics.engine_tally import Tally
from chizai.metrics.expected_streams import expected_streams
from chizai.metrics.importance import deviations_apart, leaning_source, rare_loss
from chizai.metrics.importance_pilot import lean_towards_loss
from chizai.metrics.precision import Control, control_of, controlled_estimates, run_until, standard_controls
from chizai.metrics.qmc import Scramble, dimensions_of, scrambled_source
from chizai.metrics.sensitivities import Changed, Kind, Sensitivity, Wanted, sensitivities
from chizai.metrics.sensitivity_check import plain_bump
from chizai.metrics.stream_code import LOST, PRESENT
from chizai.simulate.ask import Rows
from chizai.simulate.kernel import compile_joint
from chizai.simulate.model import Event, Interruption, JointModel, LicenceModel

if TYPE_CHECKING:
    from benchmarks import first_answer
    from benchmarks.reference_deal import fastest, reference_program
else:
    import first_answer
    from reference_deal import fastest, reference_program

N_PERIODS, N_LICENCES, N_RIGHTS, N_LICENSEES = 40, 20, 8, 10
POOL_MINOR = 130_000_000
"""Expected collections of the pool in a quarter."""
SAFE_POOL_MINOR = 270_000_000
"""The same where losses of the senior class are rare: about one future in ten thousand."""
SALE_MINOR = 400_000_000
"""A price that is agreed for what is left, paid in the last quarter."""
CLASSES = ("A", "B", "C")
CLOSING_ON = date(2025, 9, 30)
YIELD_PPM = 30_000
SEED = 1
N_THREADS = 2
MEGABYTE = 10**6
BASIS_POINT = 1e-4


def reference_model(pool_minor: int = POOL_MINOR) -> JointModel:
    """Describe the joint futures of the job."""
    keep = math.exp(-0.5 / 4)
    spread = 0.25 * math.sqrt((1 - keep**2) / (2 * 0.5))
    ends = [min(N_PERIODS, 16 + 2 * number) for number in range(N_LICENCES)]
    sizes = [1 + ((7 * number) % N_LICENCES) / 19 * 2 for number in range(N_LICENCES)]
    alive = [sum(s for s, end in zip(sizes, ends, strict=True) if period < end) for period in range(N_PERIODS)]
    licences = tuple(
        LicenceModel(
            id=f"licence-{number}",
            stream=0,
            expected_minor=tuple(
                round(pool_minor * sizes[number] / alive[period]) if period < ends[number] else 0
                for period in range(N_PERIODS)
            ),
            keep=(keep,) * N_PERIODS,
            spread=(spread,) * N_PERIODS,
            market_weight=0.5,
            interruptions=(
                Interruption(events=(number % N_RIGHTS,)),
                Interruption(events=(N_RIGHTS + number % N_LICENSEES,), recovery=0.4, recovery_periods=4),
            ),
        )
        for number in range(N_LICENCES)
    )
    rights = tuple(Event(id=f"right-{number}", has_come=has_come(0.03, 4)) for number in range(N_RIGHTS))
    licensees = tuple(
        Event(id=f"licensee-{number}", has_come=has_come(0.02, 0), market_loading=0.3) for number in range(N_LICENSEES)
    )
    certain = (*(0,) * (N_PERIODS - 1), SALE_MINOR)
    return JointModel(n_periods=N_PERIODS, events=rights + licensees, licences=licences, certain_minor=(certain,))


def has_come(hazard: float, delay: int) -> tuple[float, ...]:
    """Give the probability by each quarter of a constant hazard a year, some quarters later."""
    return tuple(-math.expm1(-hazard * max(0, period + 1 - delay) / 4) for period in range(N_PERIODS))


def request_of(program: Program, *, in_full: bool = True) -> Request:
    """Ask for all classes at one yield, beside the controls."""
    factors = factors_at_yield(program.payment_dates, CLOSING_ON, YIELD_PPM / 1e6)
    asked = Request(program=program, class_ids=CLASSES, factors=(factors,) * len(CLASSES), in_full=in_full)
    return asked if in_full else replace(asked, controls=standard_controls(program, factors))


def plain_source(model: JointModel, program: Program, seed: int = SEED) -> Source:
    """Draw from the true law."""
    return joint_source(compile_joint(model, Rows(), n_lanes=16), seed, program)


def pars_minor(program: Program) -> list[int]:
    """Give the par of each class."""
    return [slot.opening_minor for of in CLASSES for slot in program.slots if slot.label == f"principal:{of}"]


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Time one go by the clock and by all processors."""
    started = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started[0], time.process_time() - started[1]


def against_numpy(program: Program) -> None:
    """Print the rates of Chizai and of both peers, end to end, and how far their means are apart."""
    # loaded here, for what the peers need takes half as long to load as all else of a first answer
    if TYPE_CHECKING:
        from benchmarks import joint_numpy
    else:
        import joint_numpy

    model, request = reference_model(), request_of(program)
    source = plain_source(model, program)
    engine = engine_of(request, source)
    years = [fraction.numerator / fraction.denominator for fraction in program.fractions[0]]
    factors = np.array(request.factors[0])
    n_ours, n_whole, n_blocked = 2**19, 2**16, 2**17

    def ours() -> None:
        tally = run_engine(engine, source, (0, n_ours), N_THREADS)
        for of in CLASSES:
            pricing = PricingAssumption(class_id=of, yield_ppm_annual=YIELD_PPM)
            statistics_of(tally, request, Asking(pricing=pricing, settlement_on=CLOSING_ON))

    tally = run_engine(engine, source, (0, n_ours), N_THREADS)
    theirs = joint_numpy.blocked(model, years, factors, n_ours, N_THREADS)
    for number, of in enumerate(CLASSES):
        mine = tally.moments.estimate(request.number(of, PRESENT))
        mean, square = theirs.sums[number, :2] / theirs.n_paths
        error = math.hypot(mine.standard_error or 0.0, math.sqrt((square - mean**2) / theirs.n_paths))
        print(f"class {of}: NumPy's mean present value is {(mean - mine.mean) / error:+.1f} standard errors from ours")
    runs = fastest(
        ours,
        lambda: joint_numpy.whole(model, years, factors, n_whole),
        lambda: joint_numpy.blocked(model, years, factors, n_blocked, N_THREADS),
    )
    rate, *others = [(clock / n, cpu / n) for (clock, cpu), n in zip(runs, (n_ours, n_whole, n_blocked), strict=True)]
    print(f"Chizai, 2 threads: {1 / rate[0]:,.0f} paths/s, {rate[1] * 1e6:.2f} processor microseconds a path")
    for name, each in zip(("NumPy over all paths, 1 thread", "NumPy in blocks, 2 threads"), others, strict=True):
        ratios = f"{each[0] / rate[0]:.1f} by the clock, {each[1] / rate[1]:.1f} by processor time"
        print(f"{name}: {1 / each[0]:,.0f} paths/s   ratio {ratios}")


def memory(n_paths: int) -> None:
    """Print the most memory that a run of many paths takes, all statistics included."""
    program = reference_program()
    source = plain_source(reference_model(), program)
    engine = engine_of(request_of(program), source)
    clock, _ = seconds(lambda: run_engine(engine, source, (0, n_paths), N_THREADS))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    print(f"{n_paths:>13,} paths: {clock:,.1f} s, {most:,.0f} MB resident at most, Python and NumPy included")


def answer() -> None:
    """Print the mean present value of the senior class, as the first thing that is known of it."""
    keep_code()
    program = reference_program()
    source = plain_source(reference_model(), program)
    request = request_of(program)
    tally = run_engine(engine_of(request, source), source, (0, first_answer.N_PATHS), N_THREADS)
    pricing = PricingAssumption(class_id="A", yield_ppm_annual=YIELD_PPM)
    print(statistics_of(tally, request, Asking(pricing=pricing, settlement_on=CLOSING_ON)).worth.price_minor)


def plain_run(program: Program, model: JointModel, *, n_paths: int) -> tuple[Engine, Source, Tally, float]:
    """Run plain futures in brief; give the processor time of a path too."""
    source, request = plain_source(model, program), request_of(program, in_full=False)
    engine = engine_of(request, source)
    started = time.process_time()
    tally = run_engine(engine, source, (0, n_paths), N_THREADS)
    return engine, source, tally, (time.process_time() - started) / n_paths


def to_a_basis_point(program: Program) -> None:
    """Print what an error of one basis point of par on every class takes, plain and reduced."""
    model, pars = reference_model(), pars_minor(program)
    engine, source, plain, each = plain_run(program, model, n_paths=2**19)
    request = engine.request
    asked = [BASIS_POINT * par for par in pars]
    errors = [plain.moments.estimate(request.number(of, PRESENT)).standard_error or 0.0 for of in CLASSES]
    needed = max((error / want) ** 2 for error, want in zip(errors, asked, strict=True)) * plain.n_paths
    print(f"plain: {needed:,.0f} paths to 1 bp on every class, {needed * each:,.0f} s of processors (extrapolated)")

    def controls() -> None:
        means, weights = expected_streams(model), request.controls
        if means is None or weights is None:
            raise SystemExit("the reference model has a formula, and its request controls")
        known = np.einsum("kip,ip->k", weights, means)
        pilot = run_engine(engine, source, (2**40, 2**40 + 2**13), N_THREADS)
        control = control_of(engine, pilot.moments, known)
        kept.append(control)
        n_paths = 2**15
        while True:
            tally = run_engine(engine, source, (0, n_paths), N_THREADS)
            estimates = controlled_estimates(engine, tally.moments, control)
            off = max((e.standard_error or 0.0) / want for e, want in zip(estimates, asked, strict=True))
            if off <= 1:
                break
            n_paths = max(n_paths + 1, math.ceil(n_paths * off**2 * 1.02))
        print(f"control variates alone: {n_paths:,} paths")

    def scrambles() -> None:
        dimensions = dimensions_of(model, request.factors[0])
        joint = compile_joint(model, Rows(), given=dimensions.given, n_lanes=16)
        each = [scrambled_source(joint, 7, program, Scramble(dimensions, 7, n), n) for n in range(16)]
        found = run_until(engine, each, asked, kept[0], N_THREADS)
        print(f"with 16 scrambles: {found.n_paths:,} paths, reached: {found.is_reached}")

    kept: list[Control] = []
    for name, work in (("control variates, pilot included", controls), ("randomised Sobol over them", scrambles)):
        clock, cpu = seconds(work)
        print(f"{name}: {clock:.2f} s by the clock, {cpu:.2f} s of processors   ratio {needed * each / cpu:,.0f}")


def rare_losses(program: Program) -> None:
    """Print what the senior class's expected loss to one percent takes, plain and by importance sampling."""
    model = reference_model(SAFE_POOL_MINOR)
    _, _, plain, each = plain_run(program, model, n_paths=2**22)
    factors = factors_at_yield(program.payment_dates, CLOSING_ON, YIELD_PPM / 1e6)
    request = Request(program=program, class_ids=("A",), factors=(factors,), in_full=False)
    mine = plain.moments.estimate(LOST)
    started = time.process_time()
    lean = lean_towards_loss(model, request, "A", seed=3)
    pilot = time.process_time() - started
    source = leaning_source(model, lean, 11, program)
    engine, n_paths = engine_of(request, source), 2**18
    found: list[Tally] = []
    _, cpu = seconds(lambda: found.append(run_engine(engine, source, (0, n_paths), N_THREADS, 1024)))
    loss = rare_loss(found[0], request, "A")
    print(
        f"senior: default in {loss.default_frequency.mean:.1e} of futures; effective paths {loss.n_effective:,.0f}, "
        f"in default {loss.n_effective_losses:,.0f}; mean weight {loss.mean_weight.mean:.2f}"
    )
    print(f"plain check: {deviations_apart(loss.expected_loss_minor, mine):.1f} standard errors apart")
    variance = (mine.standard_error or 0.0) ** 2 * plain.n_paths
    leant = (loss.expected_loss_minor.standard_error or 0.0) ** 2 * n_paths
    wanted = (loss.expected_loss_minor.mean / 100) ** 2
    plainly, ours = variance / wanted * each, leant / wanted * cpu / n_paths + pilot
    print(
        f"expected loss to 1%: plain {plainly:,.1f} s of processors, importance sampling {ours:,.2f} s, of which "
        f"{pilot:.2f} s pilot   ratio {plainly / ours:,.0f}, of variances {variance / leant:,.0f}"
    )


def three_hundred(program: Program) -> None:
    """Print what three hundred sensitivities cost, and hold some against plain bumps."""
    model = reference_model()
    source = plain_source(model, program)
    request = replace(request_of(program), in_full=False)
    engine, full = engine_of(request, source), engine_of(request_of(program), source)
    changed = [Changed(name="volatility", licence=livelier(each, 0.02), size=0.02) for each in model.licences]
    changed += [Changed(name="recovery", licence=recovering(each, 0.1), size=0.1) for each in model.licences]
    changed += [
        Changed(name="market-weight", licence=replace(each, market_weight=0.52), size=0.02)
        for each in model.licences[:2]
    ]
    wanted = Wanted(
        model=model, years=tuple((n + 1) / 4 for n in range(N_PERIODS)), periods_a_year=4, changed=tuple(changed)
    )
    n_paths = 2**15
    found: list[tuple[Sensitivity, ...]] = []
    (_, valued), (_, moved) = fastest(
        lambda: run_engine(full, source, (0, n_paths), N_THREADS),
        lambda: found.append(sensitivities(engine, wanted, SEED, n_paths, N_THREADS)),
    )
    print(f"{len(found[0])} sensitivities of three classes for {moved / valued:.1f} times the price of one valuation")
    for kind, of, name, models, size in bumps(model):
        [ours] = [each for each in found[0] if (each.kind, each.of, each.name) == (kind, of, name)]
        plain = plain_bump(engine, models, size, SEED + 1, n_paths)
        apart = [deviations_apart(*both) for both in zip(ours.present_minor, plain, strict=True)]
        print(f"{kind} {of} {name}: {', '.join(f'{each:.1f}' for each in apart)} standard errors from a plain bump")


def livelier(licence: LicenceModel, part: float) -> LicenceModel:
    """Give a licence whose volatility is larger by a part."""
    return replace(licence, spread=tuple(each * (1 + part) for each in licence.spread))


def recovering(licence: LicenceModel, more: float) -> LicenceModel:
    """Give a licence of whose default more is recovered."""
    killed, defaulted = licence.interruptions
    return replace(licence, interruptions=(killed, replace(defaulted, recovery=defaulted.recovery + more)))


def bumps(model: JointModel) -> Iterator[tuple[Kind, str, str, tuple[JointModel, JointModel], float]]:
    """Give some parameters with the model below and above, and the distance between."""

    def with_licence(licence: LicenceModel) -> JointModel:
        return replace(model, licences=tuple(licence if each.id == licence.id else each for each in model.licences))

    def scaled(licence: LicenceModel, part: float, periods: range = range(N_PERIODS)) -> JointModel:
        amounts = licence.expected_minor
        moved = [round(a * (1 + part)) if n in periods else a for n, a in enumerate(amounts)]
        return with_licence(replace(licence, expected_minor=tuple(moved)))

    def likelier(number: int, part: float) -> JointModel:
        event = model.events[number]
        moved = replace(event, has_come=tuple(1 - (1 - each) ** (1 + part) for each in event.has_come))
        return replace(model, events=(*model.events[:number], moved, *model.events[number + 1 :]))

    for number in (4, 12, 19):
        licence = model.licences[number]
        yield Kind.LEVEL, licence.id, "", (scaled(licence, -0.05), scaled(licence, 0.05)), 0.1
        yield Kind.YEAR, licence.id, "2", (scaled(licence, -0.1, range(8, 12)), scaled(licence, 0.1, range(8, 12))), 0.2
        wilder = (with_licence(livelier(licence, -0.1)), with_licence(livelier(licence, 0.1)))
        yield Kind.CHANGED, licence.id, "volatility", wilder, 0.2
        safer = (with_licence(recovering(licence, -0.2)), with_licence(recovering(licence, 0.2)))
        yield Kind.CHANGED, licence.id, "recovery", safer, 0.4
    for number in (0, 5, 8, 12):
        yield Kind.HAZARD, model.events[number].id, "", (likelier(number, -0.2), likelier(number, 0.2)), 0.4


def in_a_new_process(*arguments: str) -> str:
    """Run one part of this script in a process of its own; give what it prints."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout.strip()


PARTS: dict[str, Callable[[Program], None]] = {
    "numpy": against_numpy,
    "precision": to_a_basis_point,
    "rare": rare_losses,
    "sensitivities": three_hundred,
}


def main() -> None:
    """Print all, or carry out the part named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("part", nargs="?", choices=("memory", "answer", "first-answer", *PARTS))
    parser.add_argument("--paths", type=int, default=10**7, help="paths where memory is measured")
    asked = parser.parse_args()
    if asked.part == "memory":
        memory(asked.paths)
    elif asked.part == "answer":
        answer()
    elif asked.part == "first-answer":
        first_answer.print_waits()
    elif asked.part:
        PARTS[asked.part](reference_program())
    else:
        # first, for a new process counts the memory of the one that starts it
        for n_paths in (10**6, asked.paths):
            print(in_a_new_process("memory", "--paths", str(n_paths)), flush=True)
        first_answer.print_waits()
        for part in PARTS.values():
            part(reference_program())


if __name__ == "__main__":
    main()
