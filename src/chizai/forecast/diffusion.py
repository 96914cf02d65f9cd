"""The BASS and GENERATIONS methods: what something new is expected to bring as its market takes it up."""

from collections.abc import Iterator
from datetime import date

from chizai.assets.licences import Licence
from chizai.forecast.assumptions import INPUTS_FILE, ForecastAssumption
from chizai.forecast.diffusion_curves import Curve, FromLaunch, Line, SinceLaunch
from chizai.forecast.diffusion_terms import BassTerms, GenerationsTerms
from chizai.forecast.expected import ExpectedPeriod, assumption_key, bound_annual, split_year
from chizai.forecast.joint_launch import development_of
from chizai.forecast.plan import QUARTERS
from chizai.forecast.processes.launch import success_chance
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Place


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
    key = assumption_key(index, licence.id, assumption.method.value)
    curve, terms = _curve(assumption, days), _terms(assumption, licence.currency, key)
    for year in range(from_on.year, days[1].year + 1):
        start_on = date(year, 1, 1)
        amounts_minor = tuple(map(int, curve.quarters(start_on)))
        expected_minor = sum(amounts_minor)
        origin = Explained(
            f"{licence.id} expected royalty of {year}",
            amount_text(expected_minor, licence.currency),
            f"{curve.formula}; quarter by quarter, each rounded down",
            (*_reached(curve, year, licence.currency), terms),
        )
        bounded = bound_annual(origin, expected_minor, licence)
        yield from split_year(start_on, bounded, amounts_minor if expected_minor else QUARTERS, licence.currency)


def _curve(assumption: ForecastAssumption, days: tuple[date, date]) -> Curve:
    """Give what each year brings."""
    if assumption.generations is not None:
        return Line(assumption.generations)
    bass = assumption.bass
    if bass is None:
        raise ValueError("a diffusion without terms, which `forecast.assumed` refuses")
    if bass.launch is None:
        return SinceLaunch(bass, bass.launched_on or days[0])
    return FromLaunch(bass, bass.launch, days)


def _reached(curve: Curve, year: int, currency: str) -> Iterator[Explained]:
    """Say how far the market is at the start of a year and at its end."""
    for day in (date(year, 1, 1), date(year + 1, 1, 1)):
        yield Explained(f"{curve.reaches} by {day}", curve.reached(day, currency))


def _terms(assumption: ForecastAssumption, currency: str, key: str) -> Explained:
    """Explain what the curve is of, down to the keys of the inputs."""
    if assumption.generations is not None:
        return _line_explained(assumption.generations, currency, key)
    bass = assumption.bass
    if bass is None:
        raise ValueError("a diffusion without terms, which `forecast.assumed` refuses")
    parts = (
        _leaf("market", amount_text(bass.market_minor, currency), f"{key}.market_minor"),
        *_speed_explained(bass, key),
    )
    if bass.launch is None:
        return Explained("first purchases", f"launched on {bass.launched_on}", "Bass 1969", parts)
    chance = format_ppm(round(success_chance(development_of(bass.launch)) * PPM))
    source = Place(INPUTS_FILE, None, f"{key}.launch")
    launch = Explained("launch", chance, "the chance that all stages are passed", source=source)
    return Explained("first purchases", "from the launch on", "Bass 1969", (*parts, launch))


def _leaf(label: str, value: str, key: str) -> Explained:
    return Explained(label, value, source=Place(INPUTS_FILE, None, key))


def _speed_explained(terms: BassTerms | GenerationsTerms, key: str) -> tuple[Explained, ...]:
    return (
        _leaf("innovation p", format_ppm(terms.innovation_ppm_annual), f"{key}.innovation_ppm_annual"),
        _leaf("imitation q", format_ppm(terms.imitation_ppm_annual), f"{key}.imitation_ppm_annual"),
    )


def _line_explained(terms: GenerationsTerms, currency: str, key: str) -> Explained:
    line = tuple(
        _leaf(
            f"generation {number} of {each.launched_on}" + ("" if each.licensed else ", not licensed"),
            f"{amount_text(each.royalty_minor_annual, currency)} a year",
            f"{key}.line[{number}].royalty_minor_annual",
        )
        for number, each in enumerate(terms.line, 1)
    )
    parts = (*_speed_explained(terms, key), *line)
    return Explained("a line of products", f"{len(line)} generations", "Norton and Bass 1987", parts)
