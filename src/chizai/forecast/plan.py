"""The PLAN method: a royalty expected for each calendar year, times its probability."""

from collections.abc import Iterator
from datetime import date

from chizai.assets.licences import Licence
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption, PlanYear
from chizai.forecast.expected import ExpectedPeriod, assumption_key, bound_annual, split_year
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import format_ppm, share_floor
from chizai.units.result import Place

QUARTERS = (1, 1, 1, 1)
"""A plan's year is spread evenly over its quarters."""


def plan_periods(assumption: ForecastAssumption, licence: Licence, index: int) -> Iterator[ExpectedPeriod]:
    """Yield the quarters of the plan's years, earliest first.

    The minimum guarantee holds whether or not the plan comes true, so it is applied after the probability.

    Args:
        assumption: with the plan.
        licence: that it is for.
        index: where the assumption stands in its list, from 0.
    """
    for place, planned in sorted(enumerate(assumption.plan), key=lambda item: item[1].year):
        key = assumption_key(index, licence.id, f"plan[{place + 1}]")
        expected_minor = share_floor(planned.royalty_minor, planned.probability_ppm)
        origin = _explain(planned, expected_minor, licence, key)
        year = bound_annual(origin, expected_minor, licence)
        yield from split_year(date(planned.year, 1, 1), year, QUARTERS, licence.currency)


def _explain(planned: PlanYear, expected_minor: int, licence: Licence, key: str) -> Explained:
    royalty = amount_text(planned.royalty_minor, licence.currency)
    return Explained(
        f"{licence.id} expected royalty of {planned.year}",
        amount_text(expected_minor, licence.currency),
        "planned royalty x probability, rounded down",
        (
            Explained("planned royalty", royalty, source=Place(INPUTS_FILE, None, f"{key}.royalty_minor")),
            Explained(
                "probability",
                format_ppm(planned.probability_ppm),
                source=Place(INPUTS_FILE, None, f"{key}.probability_ppm"),
            ),
        ),
    )
