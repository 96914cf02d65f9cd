"""An indicative rating of a class: two public ideas side by side, the lower of them, and caps.

It is indicative: no agency has seen the class, the tables are replaceable, and law, servicing, counterparties and all
else that a committee weighs are no part of it. `chizai.documents.rating_words` explains it in words.
"""

from dataclasses import dataclass

from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import Cap, PoolFacts, caps
from chizai.metrics.rating_ideas import (
    CreditMeasures,
    StressReading,
    SymbolRange,
    by_default,
    by_expected_loss,
    by_stress,
)
from chizai.metrics.rating_scale import Idea, Symbol, lowest


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicativeRating:
    """Where a class stands on the scale of symbols, and all that it was read from. Indicative, and never a rating."""

    measures: CreditMeasures
    """Of the class."""
    base_decline_ppm: int
    """By how much royalties are expected to fall short of the forecast."""
    facts: PoolFacts
    """Of the pool."""
    assumptions: RatingAssumptions
    """Tables, caps and the licensees' own symbols."""
    by_expected_loss: SymbolRange
    """Idea one, from the expected loss."""
    by_default: SymbolRange
    """Idea one, from the default probability."""
    by_stress: StressReading
    """Idea two."""
    lowest_by: tuple[Idea, ...]
    """Which of the three give the lowest symbol before caps: it is theirs."""
    uncapped: Symbol
    """The lowest of the three."""
    caps: tuple[Cap, ...]
    """Every cap that was asked for."""
    overall: SymbolRange
    """The symbol after caps, and how far an error of sampling might move it."""

    @property
    def class_id(self) -> str:
        """Name the class."""
        return self.measures.class_id

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
    found = {Idea.EXPECTED_LOSS: loss.symbol, Idea.DEFAULT: default.symbol, Idea.STRESS: stress.symbol}
    uncapped = lowest(found.values())
    asked = caps(facts, assumptions.caps, assumptions.licensees)
    limits = [cap.symbol for cap in asked if cap.symbol is not None]
    overall = SymbolRange(
        lowest((uncapped, *limits)),
        lowest((loss.best, default.best, stress.symbol, *limits)),
        lowest((loss.worst, default.worst, stress.symbol, *limits)),
    )
    return IndicativeRating(
        measures=measures,
        base_decline_ppm=base_decline_ppm,
        facts=facts,
        assumptions=assumptions,
        by_expected_loss=loss,
        by_default=default,
        by_stress=stress,
        lowest_by=tuple(idea for idea, symbol in found.items() if symbol is uncapped),
        uncapped=uncapped,
        caps=asked,
        overall=overall,
    )
