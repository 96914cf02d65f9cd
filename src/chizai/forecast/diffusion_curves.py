"""What a market that takes something up brings in each quarter: from a known launch, an uncertain one, or by a line."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Protocol

from chizai.forecast.diffusion_terms import BassTerms, GenerationsTerms
from chizai.forecast.joint_launch import development_of
from chizai.forecast.joint_life_terms import LaunchRisk
from chizai.forecast.plan import QUARTERS
from chizai.forecast.processes.bass import Bass, adopted, expected_sales
from chizai.forecast.processes.events import DAYS_A_YEAR
from chizai.forecast.processes.generations import Generations, expected_users
from chizai.forecast.processes.launch import expected_after_launch, has_launched
from chizai.forecast.reported import ONE_DAY
from chizai.units.money import amount_text
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR, add_months

MONTHS_A_QUARTER = MONTHS_A_YEAR // len(QUARTERS)


class Curve(Protocol):
    """What each quarter of a calendar year brings."""

    formula: ClassVar[str]
    """How, in a line."""
    reaches: ClassVar[str]
    """What `reached` says."""

    def quarters(self, start_on: date) -> Sequence[float]:
        """Give the royalty of each quarter of the year that starts on a day, in minor units."""

    def reached(self, day: date, currency: str) -> str:
        """Say how far the market is at the start of a day."""


@dataclass(frozen=True)
class SinceLaunch:
    """First purchases from a known launch on."""

    terms: BassTerms
    launched_on: date

    formula: ClassVar[str] = "market x (F(end) - F(start)), F = (1 - d) / (1 + (q / p) d), d = e^(-(p + q) t)"
    reaches: ClassVar[str] = "F, the part that has bought,"

    def quarters(self, start_on: date) -> Sequence[float]:
        """Give what is sold in each quarter of a year."""
        first, *ends = (_years(self.launched_on, day) for day in _quarters(start_on))
        return expected_sales(_bass(self.terms), ends, first)

    def reached(self, day: date, _: str) -> str:
        """Say which part has bought."""
        [part] = adopted(_bass(self.terms), (_years(self.launched_on, day),))
        return f"{part:.4%}"


@dataclass(frozen=True)
class FromLaunch:
    """First purchases once a development has passed, over all months in which it may.

    The first month of sales is counted half, as a launch comes in its middle on average.
    """

    terms: BassTerms
    launch: LaunchRisk
    days: tuple[date, date]
    """The day from which it is seen, and the last day that is of interest."""

    formula: ClassVar[str] = "what each launch brings, put off to its month, times the probability of the month"
    reaches: ClassVar[str] = "chance of a launch"

    @cached_property
    def by_month(self) -> dict[date, float]:
        """Give what is expected in each month, by its first day."""
        as_of_on, until_on = self.days
        first_on = as_of_on.replace(day=1)
        n_months = MONTHS_A_YEAR * (until_on.year + 1 - first_on.year) - first_on.month + 1
        months = [add_months(first_on, number) for number in range(n_months + 1)]
        ends = [_years(as_of_on, day - ONE_DAY) for day in months[1:]]
        launched = has_launched(development_of(self.launch), ends)
        ages = [(number + 0.5) / MONTHS_A_YEAR for number in range(n_months)]
        sales = expected_after_launch(launched, expected_sales(_bass(self.terms), ages))
        return dict(zip(months[:-1], sales, strict=True))

    def quarters(self, start_on: date) -> Sequence[float]:
        """Give what is expected in each quarter of a year."""
        return tuple(
            math.fsum(self.by_month.get(add_months(day, number), 0.0) for number in range(MONTHS_A_QUARTER))
            for day in _quarters(start_on)[:-1]
        )

    def reached(self, day: date, _: str) -> str:
        """Say how likely the product is on the market."""
        [chance] = has_launched(development_of(self.launch), (max(_years(self.days[0], day), 0.0),))
        return f"{chance:.4%}"


@dataclass(frozen=True)
class Line:
    """What the users of the licensed generations bring; within a quarter by Simpson's rule."""

    terms: GenerationsTerms

    formula: ClassVar[str] = "users of the licensed generations: F_1 m_1 (1 - F_2), F_2 (m_2 + F_1 m_1) (1 - F_3), ..."
    reaches: ClassVar[str] = "what users bring"

    @cached_property
    def generations(self) -> Generations:
        """Give the line; its time begins with the first launch."""
        return Generations(
            innovation=self.terms.innovation_ppm_annual / PPM,
            imitation=self.terms.imitation_ppm_annual / PPM,
            markets=tuple(float(each.royalty_minor_annual) for each in self.terms.line),
            launches_years=tuple(self._since_first(each.launched_on) for each in self.terms.line),
        )

    def quarters(self, start_on: date) -> Sequence[float]:
        """Give what users bring in each quarter of a year."""
        return tuple(
            _simpson(self._using([begin, (begin + end) / 2, end])) * (end - begin)
            for begin, end in pairwise(self._since_first(day) for day in _quarters(start_on))
        )

    def reached(self, day: date, currency: str) -> str:
        """Say what the users of a day bring in a year."""
        [amount] = self._using([self._since_first(day)])
        return f"{amount_text(math.floor(amount), currency)} a year"

    def _using(self, times: Sequence[float]) -> list[float]:
        rows = expected_users(self.generations, times)
        its = [row for row, each in zip(rows, self.terms.line, strict=True) if each.licensed]
        return [math.fsum(column) for column in zip(*its, strict=True)]

    def _since_first(self, day: date) -> float:
        return _years(self.terms.line[0].launched_on, day)


def _quarters(start_on: date) -> tuple[date, ...]:
    """Give the first days of a year's quarters, and of the next year."""
    return tuple(add_months(start_on, MONTHS_A_QUARTER * number) for number in range(len(QUARTERS) + 1))


def _bass(terms: BassTerms) -> Bass:
    return Bass(
        market=float(terms.market_minor),
        innovation=terms.innovation_ppm_annual / PPM,
        imitation=terms.imitation_ppm_annual / PPM,
    )


def _simpson(values: Sequence[float]) -> float:
    """Give the mean of a curve from its ends and its middle."""
    begin, middle, end = values
    return (begin + 4 * middle + end) / 6


def _years(from_on: date, day: date) -> float:
    """Give the years from one day to another, below 0 where it comes before."""
    return (day - from_on).days / DAYS_A_YEAR
