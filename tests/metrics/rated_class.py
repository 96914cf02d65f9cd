"""A class of six years' average life, on the reference tables: the lines of year 6 are written out where they count."""

from chizai.metrics.break_even import BreakEven
from chizai.metrics.paths import Estimate
from chizai.metrics.rating import IndicativeRating, indicative_rating
from chizai.metrics.rating_assumptions import RatingAssumptions
from chizai.metrics.rating_caps import Exposure, PoolFacts
from chizai.metrics.rating_ideas import CreditMeasures

FOUND = CreditMeasures(
    class_id="A",
    expected_loss=Estimate(0.0050, 0.0001),  # year 6: A 0.32065 %, A- 0.5005 %
    default_frequency=Estimate(0.0100, 0.0020),  # year 6: A- 0.91 %, BBB+ 1.37 %, BBB 1.97 %
    average_life_years=6.0,
    n_paths=10_000,
    break_even=BreakEven("A", 400_000),  # 60 % can be lost
)
SPREAD_OUT = PoolFacts(
    licensees=(Exposure("Aoba", 300_000), Exposure("Birch", 200_000)),
    rights=(Exposure("P-1", 500_000),),
    history_months=60,
)
PLAIN = RatingAssumptions()


def rated(
    measures: CreditMeasures = FOUND,
    base_decline_ppm: int = 200_000,
    facts: PoolFacts = SPREAD_OUT,
    assumptions: RatingAssumptions = PLAIN,
) -> IndicativeRating:
    return indicative_rating(measures, base_decline_ppm, facts, assumptions)
