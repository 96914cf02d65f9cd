"""The reference job of `joint_reference.py` in NumPy, as one would write it by hand: the peers of Chizai.

`whole` works on all paths at once. `blocked` works on blocks that stay in the cache, in place, with threads: the
fastest of what was tried. Both are in float64, draw their own random numbers, and give the same statistics.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from chizai.simulate.model import JointModel, LicenceModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.reference_deal import N_PERIODS, NumpyDeal
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    from reference_deal import N_PERIODS, NumpyDeal

SHARES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
N_CLASSES = 3
HALF_A_YEN = 0.5
"""Less than a yen is rounding, and owed to nobody."""
PATHS_A_BLOCK = 8192
"""The fastest of 512 to 32,768 for the model and the deal together."""
BIN_SHIFT = 44
"""A float's sign, exponent and first eight bits of fraction say in which bin it lies."""
FIRST_BIN = 0x3FF << 8
N_BINS = 48 << 8
"""Bins of floats from 1 to 2^48; what is less lies in the first."""


@dataclass(slots=True)
class Statistics:
    """What is found of the three classes."""

    n_paths: int = 0
    sums: "Floats" = field(default_factory=lambda: np.zeros((N_CLASSES, 6)))
    """Present value and its square, principal lost and its square, in default, ever short; shape (n_classes, 6)."""
    firsts: "NDArray[np.int64]" = field(default_factory=lambda: np.zeros((N_CLASSES, N_PERIODS + 1), np.int64))
    """Paths by period of their first shortfall."""
    lives: "Floats" = field(default_factory=lambda: np.zeros((N_CLASSES, N_PERIODS, 2)))
    """Sums of interest and principal by period."""
    bins: "NDArray[np.int64] | None" = None
    percentiles: "Floats | None" = None
    """Of payments; shape (n_shares, n_classes, n_periods)."""


class Draw:
    """The joint model over a block of paths, in place."""

    def __init__(self, model: JointModel, n_paths: int, generator: np.random.Generator) -> None:
        """Make room, and work out what does not change."""
        self.model, self.generator = model, generator
        self.market = np.empty((model.n_periods, n_paths))
        self.total = np.empty((model.n_periods, n_paths))
        self.x, self.t, self.u = np.empty(n_paths), np.empty(n_paths), np.empty(n_paths)
        self.stands = np.empty(n_paths, bool)
        self.thresholds = [ndtri(np.array(each.has_come)) for each in model.events]

    def draw(self) -> "Floats":
        """Draw the collections of the pool; shape (n_periods, n_paths)."""
        model = self.model
        self.generator.standard_normal(out=self.market)
        mean = self.market.sum(axis=0) / math.sqrt(model.n_periods)
        periods = [self.period_of(number, mean) for number in range(len(model.events))]
        self.total[:] = np.array(model.certain_minor[0], np.float64)[:, None]
        for licence in model.licences:
            self.add_licence(licence, periods)
        return self.total

    def period_of(self, number: int, mean: "Floats") -> "NDArray[np.int64]":
        """Draw the period in which an event comes."""
        loading = self.model.events[number].market_loading
        self.generator.standard_normal(out=self.t)
        if loading:
            self.t *= math.sqrt(1 - loading**2)
            np.multiply(mean, loading, out=self.u)
            self.t += self.u
        return np.searchsorted(self.thresholds[number], self.t, side="right")

    def add_licence(self, licence: LicenceModel, periods: "list[NDArray[np.int64]]") -> None:
        """Add what one licence brings. Here, what comes first ends it, and a default is recovered in part."""
        x, t, u = self.x, self.t, self.u
        last = max((number + 1 for number, each in enumerate(licence.expected_minor) if each), default=0)
        (killed,), (defaulted,) = (each.events for each in licence.interruptions)
        kill, default = periods[killed], periods[defaulted]
        # eight bits are compared eight times as fast
        end = np.minimum(kill, default).astype(np.int8)
        recovered = np.where(kill > default, default, N_PERIODS).astype(np.int8)
        recovery, wait = licence.interruptions[1].recovery, licence.interruptions[1].recovery_periods
        own = math.sqrt(1 - licence.market_weight**2)
        x.fill(0)
        variance = 0.0
        for period in range(last):
            keep, spread = licence.keep[period], licence.spread[period]
            variance = variance * keep**2 + spread**2
            self.generator.standard_normal(out=t)
            t *= spread * own
            np.multiply(self.market[period], spread * licence.market_weight, out=u)
            t += u
            x *= keep
            x += t
            np.subtract(x, variance / 2, out=t)
            np.exp(t, out=t)
            t *= licence.expected_minor[period]
            if period + wait < N_PERIODS:
                # few default in one period, where the right still stands
                here = np.flatnonzero(recovered == period)
                self.total[period + wait, here] += recovery * t[here]
            np.greater(end, period, out=self.stands)
            t *= self.stands
            self.total[period] += t


class Deal(NumpyDeal):
    """The reference deal, measured by period."""

    def measure(self, inflows: "Floats", factors: "Floats", into: Statistics) -> "Floats":
        """Carry out all periods; give what each class is paid by period; shape (n_classes, n_periods, n_paths)."""
        n_paths = inflows.shape[1]
        paid, out = np.empty((N_CLASSES, N_PERIODS, n_paths)), np.zeros((5, n_paths))
        present = np.zeros((N_CLASSES, n_paths))
        first = np.full((N_CLASSES, n_paths), N_PERIODS)
        rows = self.rows
        for row in rows.values():
            row.fill(0)
        rows["a"].fill(1.5e9)
        rows["b"].fill(5e8)
        rows["reserve"].fill(9e7)
        self.cover.fill(0)
        self.slow.fill(0)
        for period, inflow in enumerate(inflows):
            out.fill(0)
            self.accrue(inflow, self.year_fractions[period])
            self.test(inflow)
            self.pay_senior(out)
            self.pay_junior(out)
            if period == N_PERIODS - 1:
                self.pay_finally(out)
            out[4] += rows["cash"]
            rows["cash"].fill(0)
            self._note(out, period, factors[period], into, (paid, present, first))
        self._end(present, first, into)
        return paid

    def _note(
        self,
        out: "Floats",
        period: int,
        factor: float,
        into: Statistics,
        kept: "tuple[Floats, Floats, NDArray[np.int64]]",
    ) -> None:
        """Measure a period."""
        rows, (paid, present, first) = self.rows, kept
        parts = ((out[2], out[0]), (out[3], out[1]), (out[4], None))
        is_last = period == N_PERIODS - 1
        for number, (interest, principal) in enumerate(parts):
            into.lives[number, period, 0] += interest.sum()
            if principal is None:
                paid[number, period] = interest
            else:
                into.lives[number, period, 1] += principal.sum()
                np.add(interest, principal, out=paid[number, period])
            np.multiply(paid[number, period], factor, out=rows["t"])
            present[number] += rows["t"]
        for number, due in enumerate((("interest_a", "late_a", "scheduled"), ("interest_b", "late_b"))):
            short = rows["ab"[number]] if is_last else rows["t"]
            if not is_last:
                short.fill(0)
            for name in due:
                short = short + rows[name]
            np.greater(short, HALF_A_YEN, out=self.mask)
            np.minimum(first[number], np.where(self.mask, period, N_PERIODS), out=first[number])

    def _end(self, present: "Floats", first: "NDArray[np.int64]", into: Statistics) -> None:
        """Add up what is lost."""
        rows = self.rows
        lost = (rows["a"], rows["b"], np.full(present.shape[1], 3e8))
        owed = (rows["interest_a"] + rows["late_a"], rows["interest_b"] + rows["late_b"], 0)
        for number in range(N_CLASSES):
            gone = lost[number] + owed[number] > HALF_A_YEN
            short = first[number] < N_PERIODS
            numbers = (present[number], present[number] ** 2, lost[number], lost[number] ** 2, gone, short)
            into.sums[number] += [each.sum() for each in numbers]
            into.firsts[number] += np.bincount(first[number], minlength=N_PERIODS + 1)
        into.n_paths += present.shape[1]


def whole(model: JointModel, year_fractions: list[float], factors: "Floats", n_paths: int) -> Statistics:
    """Work on all paths at once, written as one would at first."""
    found = Statistics()
    inflows = drawn(model, n_paths, np.random.default_rng(1))
    paid = Deal(year_fractions, n_paths).measure(inflows, factors, found)
    found.percentiles = np.percentile(paid, np.array(SHARES) * 100, axis=-1)
    return found


def drawn(model: JointModel, n_paths: int, generator: np.random.Generator) -> "Floats":
    """Draw the collections of the pool for all paths at once; shape (n_periods, n_paths)."""
    market = generator.standard_normal((model.n_periods, n_paths))
    mean = market.sum(axis=0) / math.sqrt(model.n_periods)
    periods = []
    for event in model.events:
        loading = event.market_loading
        latent = loading * mean + math.sqrt(1 - loading**2) * generator.standard_normal(n_paths)
        periods.append(np.searchsorted(ndtri(np.array(event.has_come)), latent, side="right"))
    total = np.repeat(np.array(model.certain_minor[0], np.float64)[:, None], n_paths, axis=1)
    for licence in model.licences:
        killed, defaulted = licence.interruptions
        kill, default = periods[killed.events[0]], periods[defaulted.events[0]]
        x, variance = np.zeros(n_paths), 0.0
        own = math.sqrt(1 - licence.market_weight**2)
        for period, expected_minor in enumerate(licence.expected_minor):
            keep, spread = licence.keep[period], licence.spread[period]
            x = keep * x + spread * (licence.market_weight * market[period] + own * generator.standard_normal(n_paths))
            variance = keep**2 * variance + spread**2
            cash = expected_minor * np.exp(x - variance / 2) * (kill > period)
            total[period] += np.where(default > period, cash, 0.0)
            arrives = period + defaulted.recovery_periods
            if arrives < model.n_periods:
                total[arrives] += np.where(default == period, defaulted.recovery * cash, 0.0)
    return total


def blocked(
    model: JointModel, year_fractions: list[float], factors: "Floats", n_paths: int, n_threads: int
) -> Statistics:
    """Work on blocks that stay in the cache, on several threads; a multiple of blocks for each."""

    def carry_out(blocks: list[int]) -> Statistics:
        found = Statistics(bins=np.zeros((N_CLASSES * N_PERIODS, N_BINS), np.int64))
        assert found.bins is not None  # noqa: S101 - made in the line above
        generator = np.random.Generator(np.random.SFC64(blocks[0]))
        draw, deal = Draw(model, PATHS_A_BLOCK, generator), Deal(year_fractions, PATHS_A_BLOCK)
        for _ in blocks:
            paid = deal.measure(draw.draw(), factors, found)
            for number, amounts in enumerate(paid.reshape(-1, PATHS_A_BLOCK)):
                found.bins[number] += np.bincount(_bins(amounts), minlength=N_BINS)
        return found

    blocks = list(range(-(-n_paths // PATHS_A_BLOCK)))
    with ThreadPoolExecutor(n_threads) as threads:
        parts = list(threads.map(carry_out, [blocks[number::n_threads] for number in range(n_threads)]))
    found = Statistics(bins=np.sum([each.bins for each in parts if each.bins is not None], axis=0))
    for each in parts:
        found.n_paths += each.n_paths
        found.sums += each.sums
        found.firsts += each.firsts
        found.lives += each.lives
    found.percentiles = np.array(list(_percentiles(found))).T.reshape(len(SHARES), N_CLASSES, N_PERIODS)
    return found


def _bins(amounts: "Floats") -> "NDArray[np.int64]":
    return (np.maximum(amounts, 1.0).view(np.int64) >> BIN_SHIFT) - FIRST_BIN


def _percentiles(found: Statistics) -> "Iterator[list[float]]":
    for row in found.bins if found.bins is not None else ():
        places = np.searchsorted(np.cumsum(row), np.array(SHARES) * found.n_paths)
        yield ((np.array(places) + FIRST_BIN) << BIN_SHIFT).astype(np.int64).view(np.float64).tolist()
