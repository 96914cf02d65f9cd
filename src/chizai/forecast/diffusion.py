"""The BASS and GENERATIONS methods: what something new is expected to bring as its market takes it up."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from chizai.assets.licences import Licence
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption
from chizai.forecast.diffusion_terms import BassTerms, GenerationsTerms
from chizai.forecast.expected import ExpectedPeriod, assumption_key, bound_annual, split_year
from chizai.forecast.joint_launch import development_of
from chizai.forecast.joint_life_terms import LaunchRisk
from chizai.forecast.plan import QUARTERS
from chizai.forecast.processes.bass import Bass, expected_sales
from chizai.forecast.processes.events import DAYS_A_YEAR
from chizai.forecast.processes.generations import Generations, expected_users
from chizai.forecast.processes.launch import expected_after_launch, has_launched, success_chance
from chizai.forecast.reported import ONE_DAY
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Place
from chizai.units.schedule import MONTHS_A_YEAR, add_months

MONTHS_A_QUARTER = MONTHS_A_YEAR // len(QUARTERS)

Curve = Callable[[date], tuple[int, ...]]
"""Gives from the first day of a calendar year what each of its quarters brings, in minor units, rounded down."""


def diffusion_periods(
    place: tuple[int, ForecastAssumption], licence: Licence, from_on: date, days: tuple[date, date]
) -> Iterator[ExpectedPeriod]:
    """Yield the calendar quarters of what a market takes up, earliest first.

    The minimum guarantee and the cap hold each calendar year, whatever the market does.

    Args:
        place: where the assumption stands in its list, from 0, and it.
        licence: that it is for.
        from_on: a day of the first year that is wanted.
        days: the day from which a development is seen, and the last day that is of interest.
    """
    index, assumption = place
    as_of_on, until_on = days
    key = assumption_key(index, licence.id, assumption.method.value)
    curve, parts = _diffusion(assumption, (as_of_on, until_on), licence.currency, key)
    for year in range(from_on.year, until_on.year + 1):
        start_on = date(year, 1, 1)
        amounts_minor = curve(start_on)
        expected_minor = sum(amounts_minor)
        origin = Explained(
            f"{licence.id} expected royalty of {year}",
            amount_text(expected_minor, licence.currency),
            "the sum of its quarters, each rounded down",
            parts,
        )
        bounded = bound_annual(origin, expected_minor, licence)
        yield from split_year(start_on, bounded, amounts_minor if expected_minor else QUARTERS, licence.currency)


def _diffusion(
    assumption: ForecastAssumption, days: tuple[date, date], currency: str, key: str
) -> tuple[Curve, tuple[Explained, ...]]:
    """Give what each year brings, and what it is made of."""
    if assumption.generations is not None:
        return _of_generations(assumption.generations), _line_explained(assumption.generations, currency, key)
    bass = assumption.bass
    if bass is None:
        raise ValueError("a diffusion without terms, which `forecast.assumed` refuses")
    parts = (
        _leaf("market", amount_text(bass.market_minor, currency), f"{key}.market_minor"),
        *_speed_explained(bass, key),
    )
    if bass.launch is None:
        launched_on = bass.launched_on or days[0]
        formula = "market x (F(end) - F(start)), F = (1 - d) / (1 + (q / p) d), d = e^(-(p + q) t)"
        return _since(bass, launched_on), (Explained("first purchases", f"launched on {launched_on}", formula, parts),)
    chance = format_ppm(round(success_chance(development_of(bass.launch)) * PPM))
    formula = "what each launch brings, put off to its month, times the probability of the month"
    source = Place(INPUTS_FILE, None, f"{key}.launch")
    launch = Explained("launch", chance, "the chance that all stages are passed", source=source)
    return _if_launched(bass, bass.launch, days), (
        Explained("first purchases", "from the launch on", formula, (*parts, launch)),
    )


def _leaf(label: str, value: str, key: str) -> Explained:
    return Explained(label, value, source=Place(INPUTS_FILE, None, key))


def _speed_explained(terms: BassTerms | GenerationsTerms, key: str) -> tuple[Explained, ...]:
    return (
        _leaf("innovation p", format_ppm(terms.innovation_ppm_annual), f"{key}.innovation_ppm_annual"),
        _leaf("imitation q", format_ppm(terms.imitation_ppm_annual), f"{key}.imitation_ppm_annual"),
    )


def _line_explained(terms: GenerationsTerms, currency: str, key: str) -> tuple[Explained, ...]:
    line = tuple(
        _leaf(
            f"generation {number} of {each.launched_on}" + ("" if each.licensed else ", not licensed"),
            f"{amount_text(each.royalty_minor_annual, currency)} a year",
            f"{key}.line[{number}].royalty_minor_annual",
        )
        for number, each in enumerate(terms.line, 1)
    )
    formula = "users of the licensed generations: F_1 m_1 (1 - F_2), F_2 (m_2 + F_1 m_1) (1 - F_3), ..."
    return (
        Explained(
            "a line of products", f"{len(terms.line)} generations", formula, (*_speed_explained(terms, key), *line)
        ),
    )


def _quarters(start_on: date) -> tuple[date, ...]:
    """Give the first days of a year's quarters, and of the next year."""
    return tuple(add_months(start_on, MONTHS_A_QUARTER * number) for number in range(len(QUARTERS) + 1))


def _bass(terms: BassTerms) -> Bass:
    return Bass(
        market=float(terms.market_minor),
        innovation=terms.innovation_ppm_annual / PPM,
        imitation=terms.imitation_ppm_annual / PPM,
    )


def _since(terms: BassTerms, launched_on: date) -> Curve:
    """Give the sales of a market from a known launch on."""
    bass = _bass(terms)

    def curve(start_on: date) -> tuple[int, ...]:
        first, *ends = (_years(launched_on, day) for day in _quarters(start_on))
        return tuple(map(math.floor, expected_sales(bass, ends, first)))

    return curve


def _if_launched(terms: BassTerms, launch: LaunchRisk, days: tuple[date, date]) -> Curve:
    """Give the sales of a market that opens once a development has passed, over all months in which it may.

    The first month of sales is counted half, as a launch comes in its middle on average.
    """
    as_of_on, until_on = days
    first_on = as_of_on.replace(day=1)
    n_months = MONTHS_A_YEAR * (until_on.year + 1 - first_on.year) - first_on.month + 1
    months = [add_months(first_on, number) for number in range(n_months + 1)]
    launched = has_launched(development_of(launch), [_years(as_of_on, day - ONE_DAY) for day in months[1:]])
    ages = [(number + 0.5) / MONTHS_A_YEAR for number in range(n_months)]
    sales = expected_after_launch(launched, expected_sales(_bass(terms), ages))
    by_month = dict(zip(months[:-1], sales, strict=True))

    def curve(start_on: date) -> tuple[int, ...]:
        return tuple(
            math.floor(sum(by_month.get(add_months(day, number), 0.0) for number in range(MONTHS_A_QUARTER)))
            for day in _quarters(start_on)[:-1]
        )

    return curve


def _of_generations(terms: GenerationsTerms) -> Curve:
    """Give what the users of the licensed generations bring; within a quarter by Simpson's rule."""
    first_on = terms.line[0].launched_on
    generations = Generations(
        innovation=terms.innovation_ppm_annual / PPM,
        imitation=terms.imitation_ppm_annual / PPM,
        markets=tuple(float(each.royalty_minor_annual) for each in terms.line),
        launches_years=tuple(_years(first_on, each.launched_on) for each in terms.line),
    )

    def using(times: Sequence[float]) -> list[float]:
        rows = expected_users(generations, times)
        its = [row for row, each in zip(rows, terms.line, strict=True) if each.licensed]
        return [math.fsum(column) for column in zip(*its, strict=True)]

    def curve(start_on: date) -> tuple[int, ...]:
        return tuple(
            math.floor(_simpson(using([begin, (begin + end) / 2, end])) * (end - begin))
            for begin, end in pairwise(_years(first_on, day) for day in _quarters(start_on))
        )

    return curve


def _simpson(values: Sequence[float]) -> float:
    """Give the mean of a curve from its ends and its middle."""
    begin, middle, end = values
    return (begin + 4 * middle + end) / 6


def _years(from_on: date, day: date) -> float:
    """Give the years from one day to another, below 0 where it comes before."""
    return (day - from_on).days / DAYS_A_YEAR
