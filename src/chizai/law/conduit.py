"""The conduit by business year: what the deal's own results come to, and what failing the test would cost.

A projection for the tax adviser to check: tax accounts differ from cash. Royalties count when they are received; fees,
interest and amortisation of the price of the rights are taken off; what is left of that price in the last year is
written off with it, for the rights are then sold or at their end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from chizai.deal.model import ClassKind, Deal
from chizai.law.deadlines import months_after
from chizai.law.tax import distributable_minor
from chizai.law.tax_rates import EFFECTIVE_PPM, PAID_OUT_PPM
from chizai.units.rate import PPM
from chizai.units.schedule import MONTHS_A_YEAR
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table, fee_table


@dataclass(frozen=True, slots=True, kw_only=True)
class ConduitYear:
    """One business year of the company, projected."""

    ends_on: date
    received_minor: int
    """Royalties received."""
    fees_minor: int
    interest_minor: int
    """Interest paid on specified bonds."""
    amortised_minor: int
    """Amortisation of the price of the rights."""
    loss_carried_minor: int
    """Losses of earlier years that are still to be set off."""
    dividends_minor: int
    """Dividends on preferred equity paid for the year."""
    paid_out_over_ppm: int
    """The part of distributable profit that dividends have to exceed."""
    tax_rate_ppm: int
    """What companies pay on profit, all corporate taxes together."""

    @property
    def income_minor(self) -> int:
        """Give income before tax and before dividends are deducted."""
        return self.received_minor - self.fees_minor - self.interest_minor - self.amortised_minor

    @property
    def distributable_minor(self) -> int:
        """Give distributable profit; nothing in a year of loss."""
        return max(distributable_minor(self.income_minor, self.loss_carried_minor, 0, 0), 0)

    @property
    def passes(self) -> bool:
        """Whether more than the required part is paid out; a year without distributable profit has nothing to pay."""
        if not self.distributable_minor:
            return True
        return self.dividends_minor * PPM > self.paid_out_over_ppm * self.distributable_minor

    @property
    def tax_minor(self) -> int:
        """Give the tax if the other tests are met: on what dividends leave, or on all where too little is paid."""
        return self._tax_minor(self.dividends_minor if self.passes else 0)

    @property
    def cost_of_failing_minor(self) -> int:
        """Give what the test is worth: the deduction's tax in a year that passes, all of the tax in one that fails.

        A year that fails would bear none of it if all that can be distributed were.
        """
        deducted_minor = self.dividends_minor if self.passes else self.distributable_minor
        return self._tax_minor(0) - self._tax_minor(deducted_minor)

    def _tax_minor(self, deducted_minor: int) -> int:
        return max(self.distributable_minor - deducted_minor, 0) * self.tax_rate_ppm // PPM


@dataclass(frozen=True, slots=True)
class ConduitTerms:
    """What the projection needs beside the deal."""

    first_year_ends_on: date
    price_minor: int
    """What the company paid for the rights."""
    life_months: int
    """Over how many months the price is written off, straight."""


def conduit_years(
    deal: Deal, run: ExactRun, received_minor: Sequence[int], terms: ConduitTerms
) -> tuple[ConduitYear, ...]:
    """Project the company's business years from what the deal pays.

    Args:
        deal: the deal.
        run: its run, forecast included.
        received_minor: royalties received in each period, shape (n_periods,).
        terms: the company's year, and the price of the rights.
    """
    bonds = [each.id for each in deal.classes if each.kind is ClassKind.SPECIFIED_BOND]
    equity = [each.id for each in deal.classes if each.kind is ClassKind.PREFERRED_EQUITY]
    dates = run.program.payment_dates
    fees = [[row.paid_minor for row in fee_table(run, fee.id)] for fee in deal.fees]
    interest = [[row.interest_paid_minor for row in class_table(run, each)] for each in bonds]
    dividends = [[row.residual_paid_minor for row in class_table(run, each)] for each in equity]
    years: list[ConduitYear] = []
    begins_after, left_minor, loss_minor = deal.closing_on, terms.price_minor, 0
    for number in count():
        ends_on = months_after(terms.first_year_ends_on, number * MONTHS_A_YEAR)
        periods = [n for n, day in enumerate(dates) if begins_after < day <= ends_on]
        last = ends_on >= dates[-1]
        months = max(months_between(deal.closing_on, ends_on), 0)
        straight_minor = terms.price_minor * min(months, terms.life_months) // terms.life_months
        amortised_minor = left_minor if last else straight_minor - (terms.price_minor - left_minor)
        year = ConduitYear(
            ends_on=ends_on,
            received_minor=sum(received_minor[n] for n in periods),
            fees_minor=sum(fee[n] for fee in fees for n in periods),
            interest_minor=sum(each[n] for each in interest for n in periods),
            amortised_minor=amortised_minor,
            loss_carried_minor=loss_minor,
            dividends_minor=sum(each[n] for each in dividends for n in periods),
            paid_out_over_ppm=PAID_OUT_PPM.on(ends_on) or PPM,
            tax_rate_ppm=EFFECTIVE_PPM.on(ends_on) or 0,
        )
        years.append(year)
        loss_minor = max(loss_minor - year.income_minor, 0)
        left_minor -= amortised_minor
        begins_after = ends_on
        if last:
            return tuple(years)
    raise AssertionError("years go on until the last payment")


def months_between(start_on: date, end_on: date) -> int:
    """Count the months begun from a day to another."""
    return (end_on.year - start_on.year) * MONTHS_A_YEAR + end_on.month - start_on.month
