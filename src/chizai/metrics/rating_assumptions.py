"""What an indicative rating and a price by rating assume, and whether they can be used."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from chizai.metrics.assumptions import MOST_PPM
from chizai.metrics.rating_caps import CapTerms, LicenseeSymbol
from chizai.metrics.rating_reference import IDEALISED, SPREADS, STRESSES
from chizai.metrics.rating_scale import Symbol, steps_below_top
from chizai.metrics.rating_tables import PPB, IdealisedRow, SpreadRow, StressRow
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failure, Reason, reporter
from chizai.units.toml import STRICT

MOST_MULTIPLE_PPM = 100 * PPM
"""No table asks for a hundred times the base case: a larger number stands in another unit."""
MOST_PRICE_OF_RISK_PPM = 5 * PPM
"""No market is known that pays five deviations a year for its risk: a larger number stands in another unit."""
MOST_MONTHS = 1_200
"""A century of royalties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingAssumptions:
    """Tables, caps and the licensees' own symbols; what is not given is the reference data of `rating_reference`."""

    __pydantic_config__ = STRICT

    base_decline_ppm: int | None = None
    """By how much royalties are expected to fall short of the forecast; none: the futures' mean shortfall."""
    base_decline_least_ppm: int = 100_000
    """The least base-case decline that is taken from the futures: calm futures are no proof of a calm business."""
    price_of_risk_ppm: int | None = None
    """Market price of risk: what the market pays for a deviation of its factor in a year (a Sharpe ratio), in parts per
    million; none: no risk-neutral price is given."""
    caps: CapTerms = field(default_factory=CapTerms)
    licensees: tuple[LicenseeSymbol, ...] = ()
    """What licensees themselves are rated; at most one symbol each."""
    idealised: tuple[IdealisedRow, ...] = ()
    """A table of the user's own, the best symbol first; none: the reference table."""
    stresses: tuple[StressRow, ...] = ()
    """Required stress multiples, the best symbol first; none: those assumed."""
    spreads: tuple[SpreadRow, ...] = ()
    """Spreads by symbol, the best symbol first; none: those assumed."""

    def base_decline_of(self, implied: float) -> int:
        """Give the base-case decline in ppm, above zero: the one assumed, else what the futures imply, rounded up.

        Args:
            implied: mean part of the forecast by which futures fall short (`rating_ideas.mean_decline`).
        """
        return self.base_decline_ppm or max(self.base_decline_least_ppm, ceil(implied * PPM))

    @property
    def idealised_table(self) -> tuple[IdealisedRow, ...]:
        """Give the idealised rates that are used."""
        return self.idealised or IDEALISED

    @property
    def stress_table(self) -> tuple[StressRow, ...]:
        """Give the required multiples that are used."""
        return self.stresses or STRESSES

    @property
    def spread_table(self) -> tuple[SpreadRow, ...]:
        """Give the spreads that are used."""
        return self.spreads or SPREADS


def check_rating(assumptions: RatingAssumptions, licensees: Collection[str], file: str) -> list[Failure]:
    """List what is wrong with the assumptions of a rating, at `rating` of the file.

    Args:
        assumptions: as they stand in the file.
        licensees: names of the pool's licensees.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    _check_numbers(assumptions, report)
    _check_licensees(assumptions.licensees, licensees, report)
    _check_idealised(assumptions.idealised, report)
    stresses, spreads = assumptions.stresses, assumptions.spreads
    for name, rows in (("idealised", assumptions.idealised), ("stresses", stresses), ("spreads", spreads)):
        _check_order(name, [row.symbol for row in rows], report)
    multiples, asked = [row.multiple_ppm for row in stresses], [row.spread_ppm_annual for row in spreads]
    _check_column("stresses", "multiple_ppm", [-each for each in multiples], report)
    _check_column("spreads", "spread_ppm_annual", asked, report)
    for number, multiple in enumerate(multiples, start=1):
        _check_range(f"stresses[{number}].multiple_ppm", multiple, (0, MOST_MULTIPLE_PPM), report)
    for number, spread in enumerate(asked, start=1):
        _check_range(f"spreads[{number}].spread_ppm_annual", spread, (0, MOST_PPM), report)
    return failures


def _check_numbers(assumptions: RatingAssumptions, report: Callable[..., None]) -> None:
    terms = assumptions.caps
    if assumptions.base_decline_ppm is not None:
        _check_range("base_decline_ppm", assumptions.base_decline_ppm, (1, PPM), report)
    _check_range("base_decline_least_ppm", assumptions.base_decline_least_ppm, (1, PPM), report)
    if assumptions.price_of_risk_ppm is not None:
        _check_range("price_of_risk_ppm", assumptions.price_of_risk_ppm, (0, MOST_PRICE_OF_RISK_PPM), report)
    _check_range("caps.licensee_share_max_ppm", terms.licensee_share_max_ppm, (0, PPM), report)
    _check_range("caps.right_share_max_ppm", terms.right_share_max_ppm, (0, PPM), report)
    if not 0 <= terms.history_months_min <= MOST_MONTHS:
        what, why = f"a history of {terms.history_months_min} months", f"it lies between 0 and {MOST_MONTHS:_}"
        fix = "write it in months; 36 is three years"
        report(Reason.OUT_OF_RANGE, "rating.caps.history_months_min", what, why, fix)


def _check_range(key: str, value: int, bounds: tuple[int, int], report: Callable[..., None]) -> None:
    low, high = bounds
    if not low <= value <= high:
        what = f"{value:_} ppm is {format_ppm(value)}"
        why = f"it lies between {format_ppm(low)} and {format_ppm(high)}"
        report(Reason.OUT_OF_RANGE, f"rating.{key}", what, why, "write it in ppm; 10_000 is 1%")


def _check_licensees(given: Sequence[LicenseeSymbol], names: Collection[str], report: Callable[..., None]) -> None:
    seen: set[str] = set()
    for number, each in enumerate(given, start=1):
        key = f"rating.licensees[{number}].licensee"
        if each.licensee not in names:
            what, known = f"{each.licensee!r} is no licensee of this pool", ", ".join(sorted(names)) or "none"
            report(Reason.UNKNOWN, key, what, "its symbol would cap nothing", f"write one of {known}")
        if each.licensee in seen:
            what, why = f"{each.licensee!r} has two symbols", "which of them caps is unclear"
            report(Reason.DUPLICATE, key, what, why, "remove one of the two")
        seen.add(each.licensee)


def _check_order(name: str, symbols: Sequence[Symbol], report: Callable[..., None]) -> None:
    for number, (better, worse) in enumerate(pairwise(symbols), start=2):
        if steps_below_top(worse) <= steps_below_top(better):
            twice = worse is better
            what = f"{worse} stands twice" if twice else f"{worse} stands after {better}"
            why, fix = "the table is read from the best symbol down", "remove one, or sort the rows"
            reason = Reason.DUPLICATE if twice else Reason.INCONSISTENT
            report(reason, f"rating.{name}[{number}].symbol", what, why, fix)


def _check_column(name: str, column: str, values: Sequence[int], report: Callable[..., None]) -> None:
    """Check that a column never gets easier for a better symbol; `values` rise from the best symbol down."""
    for number, (better, worse) in enumerate(pairwise(values), start=2):
        if worse < better:
            what = f"{abs(worse):_} stands after {abs(better):_}"
            why = "a worse symbol would then ask more of a class than a better one, or pay less"
            fix = "correct the row, or the one before it"
            report(Reason.INCONSISTENT, f"rating.{name}[{number}].{column}", what, why, fix)


def _check_idealised(table: Sequence[IdealisedRow], report: Callable[..., None]) -> None:
    n_years = len(table[0].default_ppb) if table else 0
    n_misshapen = 0
    for number, row in enumerate(table, start=1):
        for column in ("default_ppb", "expected_loss_ppb"):
            n_misshapen += _is_misshapen(f"idealised[{number}].{column}", getattr(row, column), n_years, report)
        if any(loss > default for loss, default in zip(row.expected_loss_ppb, row.default_ppb, strict=False)):
            what, why = f"{row.symbol} loses more than it defaults", "a default loses the whole of par at most"
            fix = "correct one of the two columns"
            report(Reason.INCONSISTENT, f"rating.idealised[{number}].expected_loss_ppb", what, why, fix)
    if n_misshapen:
        return
    for column in ("default_ppb", "expected_loss_ppb"):
        for year in range(n_years):
            values = [getattr(row, column)[year] for row in table]
            _check_column("idealised", f"{column}[{year + 1}]", values, report)


def _is_misshapen(key: str, rates_ppb: Sequence[int], n_years: int, report: Callable[..., None]) -> bool:
    """Report a row of cumulative rates that is empty, of another length than the first, out of range or falling."""
    place = f"rating.{key}"
    if not rates_ppb or len(rates_ppb) != n_years:
        what, why = f"{len(rates_ppb)} years, where the first row has {n_years}", "every row needs the same years"
        report(Reason.INCONSISTENT, place, what, why, "write one rate for each year, from year 1")
        return True
    if min(rates_ppb) < 0 or max(rates_ppb) > PPB:
        what, why = "a rate lies outside 0 to 1_000_000_000", "rates are parts per billion of one"
        report(Reason.OUT_OF_RANGE, place, what, why, "write parts per billion; 10_000_000 is 1%")
    if any(later < earlier for earlier, later in pairwise(rates_ppb)):
        what, why = "a rate falls from one year to the next", "rates are cumulative: what has happened stays"
        report(Reason.INCONSISTENT, place, what, why, "write cumulative rates")
    return False
