"""An indicative rating of a class: two public ideas side by side, the lower of them, and caps, all explained.

It is indicative: no agency has seen the class, the tables are replaceable, and law, servicing, counterparties and all
else that a committee weighs are no part of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from chizai.metrics.paths import Estimate
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import Cap, PoolFacts, caps
from chizai.metrics.rating_ideas import (
    CreditMeasures,
    StressReading,
    SymbolRange,
    by_default,
    by_expected_loss,
    by_stress,
    upper_rate,
)
from chizai.metrics.rating_scale import Symbol, lowest, steps_below_top
from chizai.metrics.rating_tables import default_lines, loss_lines
from chizai.units.explain import Explained
from chizai.units.rate import PPM, format_ppm

INDICATIVE = "indicative: Chizai's own reading of the scale, which no agency has given or seen"
"""What stands beside every symbol."""
EXPECTED_LOSS = "expected loss"
DEFAULT = "default probability"
STRESS = "break-even under stress"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicativeRating:
    """Where a class stands on the scale of symbols. Indicative, and never a rating."""

    class_id: str
    by_expected_loss: SymbolRange
    """Idea one, from the expected loss."""
    by_default: SymbolRange
    """Idea one, from the default probability."""
    by_stress: StressReading
    """Idea two."""
    lowest_by: tuple[str, ...]
    """Which of the three give the lowest symbol before caps: it is theirs."""
    uncapped: Symbol
    """The lowest of the three."""
    caps: tuple[Cap, ...]
    """Every cap that was asked for."""
    overall: SymbolRange
    """The symbol after caps, and how far an error of sampling might move it."""
    explained: Explained
    """The whole, down to what it was read from."""

    @property
    def symbol(self) -> Symbol:
        """Give the symbol after caps, at the estimate."""
        return self.overall.symbol


def indicative_rating(
    measures: CreditMeasures, base_decline_ppm: int, facts: PoolFacts, assumptions: RatingAssumptions
) -> IndicativeRating:
    """Place a class on the scale: the lowest of expected loss, default probability, stress and caps.

    Args:
        measures: of the class.
        base_decline_ppm: by how much royalties are expected to fall short of the forecast, above 0
            (`RatingAssumptions.base_decline_of`).
        facts: of the pool.
        assumptions: tables, caps and the licensees' own symbols.

    Raises:
        ValueError: the base-case decline is not above zero.
    """
    loss = by_expected_loss(measures, assumptions.idealised_table)
    default = by_default(measures, assumptions.idealised_table)
    stress = by_stress(measures.break_even, base_decline_ppm, assumptions.stress_table)
    found = {EXPECTED_LOSS: loss.symbol, DEFAULT: default.symbol, STRESS: stress.symbol}
    uncapped = lowest(found.values())
    asked = caps(facts, assumptions.caps, assumptions.licensees)
    limits = [cap.symbol for cap in asked if cap.symbol is not None]
    ideas = Explained(
        "the lower of two ideas",
        uncapped,
        "; ".join(f"{name} {symbol}" for name, symbol in found.items()),
        (
            _idealised(EXPECTED_LOSS, loss, measures, assumptions),
            _idealised(DEFAULT, default, measures, assumptions),
            _stressed(stress, measures, base_decline_ppm, assumptions),
        ),
    )
    overall = SymbolRange(
        lowest((uncapped, *limits)),
        lowest((loss.best, default.best, stress.symbol, *limits)),
        lowest((loss.worst, default.worst, stress.symbol, *limits)),
    )
    return IndicativeRating(
        class_id=measures.class_id,
        by_expected_loss=loss,
        by_default=default,
        by_stress=stress,
        lowest_by=tuple(name for name, symbol in found.items() if symbol is uncapped),
        uncapped=uncapped,
        caps=asked,
        overall=overall,
        explained=Explained(
            f"indicative rating of {measures.class_id}",
            overall.symbol,
            f"the lowest of the ideas and the caps; {INDICATIVE}",
            (ideas, *(cap.explained for cap in asked)),
        ),
    )


def _idealised(name: str, found: SymbolRange, measures: CreditMeasures, assumptions: RatingAssumptions) -> Explained:
    years, table = measures.average_life_years, assumptions.idealised_table
    is_loss = name == EXPECTED_LOSS
    lines = loss_lines(table, years) if is_loss else default_lines(table, years)
    measured = measures.expected_loss if is_loss else measures.default_frequency
    return Explained(
        f"by {name}",
        _ranged(found),
        "the best symbol whose idealised rate at the average life is not passed",
        (
            Explained(name, _estimated(measured), _proof(measured, measures.n_paths)),
            Explained("average life", f"{years:.2f} years", "of the principal that is repaid"),
            *_neighbours(lines, found.symbol),
        ),
    )


def _neighbours(lines: Iterable[tuple[Symbol, float]], symbol: Symbol) -> tuple[Explained, ...]:
    """Show the line that allows the symbol, and the one above it that is passed."""
    steps = steps_below_top(symbol)
    near = [(of, line) for of, line in lines if steps_below_top(of) in {steps - 1, steps}]
    return tuple(Explained(f"idealised rate of {of}", _percent(line)) for of, line in near)


def _stressed(
    found: StressReading, measures: CreditMeasures, base_decline_ppm: int, assumptions: RatingAssumptions
) -> Explained:
    needed_ppm = measures.break_even.multiple_ppm
    needed = "the whole forecast does not pay it" if needed_ppm is None else format_ppm(needed_ppm)
    required = [row for row in assumptions.stress_table if row.symbol is found.symbol]
    return Explained(
        f"by {STRESS}",
        found.symbol,
        "the best symbol whose required multiple of the base-case decline is withstood",
        (
            Explained("break-even multiple", needed, "the least part of the forecast that pays the class in full"),
            Explained("decline withstood", format_ppm(found.decline_ppm), "all of the forecast less that part"),
            Explained("base-case decline", format_ppm(base_decline_ppm), _origin(base_decline_ppm, assumptions)),
            Explained("multiple withstood", _times(found.multiple_ppm), "decline withstood / base-case decline"),
            *(Explained(f"required of {row.symbol}", _times(row.multiple_ppm)) for row in required),
        ),
    )


def _origin(base_decline_ppm: int, assumptions: RatingAssumptions) -> str:
    if assumptions.base_decline_ppm is not None:
        return "assumed"
    is_least = base_decline_ppm == assumptions.base_decline_least_ppm
    return "the least that is assumed; the futures fall short by less" if is_least else "mean shortfall of the futures"


def _ranged(found: SymbolRange) -> str:
    same = found.best is found.symbol is found.worst
    return found.symbol if same else f"{found.symbol} ({found.best} to {found.worst} within two standard errors)"


def _estimated(found: Estimate) -> str:
    error = "" if found.standard_error is None else f" (standard error {_percent(found.standard_error)})"
    return f"{_percent(found.mean)}{error}"


def _proof(found: Estimate, n_paths: int) -> str:
    """Say what an estimate rests on; where no path was hit, what it cannot rule out."""
    mean = f"mean over {n_paths:,} futures"
    return (
        mean
        if found.mean
        else f"{mean}; none was hit, which rules out no rate below {_percent(upper_rate(found, n_paths))}"
    )


def _percent(rate: float) -> str:
    """Write a rate in percent to three digits, without an exponent however small it is."""
    return f"{Decimal(f'{100 * rate:.3g}'):f}%"


def _times(multiple_ppm: int) -> str:
    return f"{multiple_ppm / PPM:.2f} times"
