"""The periods of a deal, from its schedule."""

from chizai.deal.model import Deal
from chizai.units.schedule import Period, Schedule, periods


def deal_periods(deal: Deal) -> tuple[Period, ...]:
    """Lay out the deal's periods from closing to final maturity.

    Raises:
        ValueError: the schedule is impossible; `check` reports it.
    """
    schedule = deal.schedule
    laid_out = Schedule(
        start_on=deal.closing_on,
        end_on=schedule.final_payment_on,
        months=schedule.months,
        dates=schedule.dates,
        stub=schedule.stub,
        end_of_month=schedule.end_of_month,
        business_days=schedule.business_days,
        roll=schedule.roll,
        accrue_to_payment=schedule.accrue_to_payment,
    )
    try:
        return periods(laid_out)
    except OverflowError as error:
        raise ValueError("a payment date would roll past the end of the calendar") from error
