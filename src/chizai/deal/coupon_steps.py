"""Interest, scheduled principal and call premiums of a class, as steps of the program."""

from fractions import Fraction

from chizai.deal.builder import Builder
from chizai.deal.coupons import Floating, MakeWhole
from chizai.deal.model import SecurityClass
from chizai.deal.program import Op, SlotKind
from chizai.units.daycount import YearFraction, year_fraction
from chizai.units.rate import PPM, share_floor
from chizai.units.schedule import Period


def coupons_ppm(security: SecurityClass, periods: tuple[Period, ...]) -> tuple[int, ...]:
    """Give a class's coupon, or its margin over an index, in each period; shape (n_periods,).

    Steps are compared with the days on which periods start before any roll.
    """
    starts_on = (periods[0].start_on, *(period.due_on for period in periods[:-1]))
    found = []
    for start_on in starts_on:
        steps = [step for step in security.coupon_steps if step.from_on <= start_on]
        found.append(steps[-1].coupon_ppm_annual if steps else security.coupon_ppm_annual)
    return tuple(found)


def bears_interest(security: SecurityClass) -> bool:
    """Tell whether a class is ever owed interest: on a coupon, an index, or a premium."""
    steps = any(step.coupon_ppm_annual for step in security.coupon_steps)
    has_premium = bool(security.call_prices) or security.make_whole is not None
    return bool(security.coupon_ppm_annual) or steps or security.floating is not None or has_premium


def is_scheduled(security: SecurityClass) -> bool:
    """Tell whether principal of a class falls due by a schedule."""
    return bool(security.scheduled_principal_ppm or security.planned_balances)


def accrue_class(build: Builder, security: SecurityClass) -> None:
    """Accrue on opening balances; interest on unpaid interest first, so that it does not run on this period's."""
    unpaid = build.slot(SlotKind.INTEREST, security.id)
    principal = build.slot(SlotKind.PRINCIPAL, security.id)
    if security.interest_on_unpaid:
        grow_at_coupon(build, security, build.slot(SlotKind.INTEREST_ON_INTEREST, security.id), unpaid)
    grow_at_coupon(build, security, unpaid, principal)
    _schedule(build, security, principal)


def grow_at_coupon(build: Builder, security: SecurityClass, grown: int, base: int, *, for_a_year: bool = False) -> None:
    """Let a slot grow by what another earns at the class's coupon, in the period or over a whole year.

    A year's interest is that of the current coupon on the current balance, whatever the day count.
    """
    fraction = build.fraction(security.day_count)
    if security.floating is not None:
        rate = _floating_rate(build, security, security.floating)
        if for_a_year:
            build.step(Op.SCALE, grown, base, rate)
        else:
            build.step(Op.ACCRUE_AT, grown, base, rate, fraction)
        return
    for first, last, coupon_ppm in _runs(coupons_ppm(security, build.periods)):
        with build.standing(first, last):
            if coupon_ppm and for_a_year:
                build.step(Op.SHARE, grown, base, coupon_ppm)
            elif coupon_ppm:
                build.step(Op.ACCRUE, grown, base, coupon_ppm, fraction)


def _runs(rates: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Give runs of equal numbers as (first, last, number)."""
    found: list[tuple[int, int, int]] = []
    for period, rate in enumerate(rates):
        if found and found[-1][2] == rate:
            found[-1] = (found[-1][0], period, rate)
        else:
            found.append((period, period, rate))
    return found


def _floating_rate(build: Builder, security: SecurityClass, terms: Floating) -> int:
    """Work out index plus margin, within floor and cap."""
    rate = build.copy(f"{security.id}:coupon", build.slot(SlotKind.STATE, terms.index))
    build.step(Op.ADD, rate, build.table(coupons_ppm(security, build.periods)))
    if terms.floor_ppm_annual:
        build.step(Op.MOST, rate, build.constant(f"{security.id}:floor", terms.floor_ppm_annual))
    if terms.cap_ppm_annual is not None:
        build.step(Op.LEAST, rate, build.constant(f"{security.id}:cap", terms.cap_ppm_annual))
    return rate


def _schedule(build: Builder, security: SecurityClass, principal: int) -> None:
    """Let scheduled principal fall due, never more than is outstanding.

    A fixed part a period takes prepayments off the last instalments; a plan asks for what stands above it.
    """
    scheduled = build.slot(SlotKind.SCHEDULED, security.id)
    if security.planned_balances:
        build.step(Op.COPY, scheduled, principal)
        planned = build.by_period(f"{security.id}:planned-balance", planned_minor(security, build.periods))
        build.step(Op.GAP, scheduled, planned)
    elif security.scheduled_principal_ppm:
        table = build.each_period(share_floor(security.balance_minor, security.scheduled_principal_ppm))
        build.step(Op.ADD, scheduled, table)
        build.step(Op.LEAST, scheduled, principal)


def planned_minor(security: SecurityClass, periods: tuple[Period, ...]) -> list[int]:
    """Give what a class should have outstanding after each period; before the plan begins, all that it may have."""
    found = []
    for period in periods:
        rows = [row for row in security.planned_balances if row.from_on <= period.due_on]
        found.append(rows[-1].balance_minor if rows else security.balance_minor + security.commitment_minor)
    return found


def premiums_ppm(security: SecurityClass, periods: tuple[Period, ...]) -> tuple[int, ...]:
    """Give the premium on a call in each period, as part of the principal; shape (n_periods,)."""
    if security.make_whole is not None:
        return _make_whole_ppm(security, security.make_whole, periods)
    found = []
    for period in periods:
        prices = [price for price in security.call_prices if price.from_on <= period.due_on]
        found.append(prices[-1].premium_ppm if prices else 0)
    return tuple(found)


def _make_whole_ppm(security: SecurityClass, terms: MakeWhole, periods: tuple[Period, ...]) -> tuple[int, ...]:
    """Give the worth of the coupons that a call takes away, over par; rounded down, at least 0; shape (n_periods,).

    The principal is taken to be outstanding until the day up to which coupons are made good, and each period is
    discounted by one plus the discount rate times its part of a year. So from the last such period backwards: what a
    period pays and what the next ones are worth, discounted.
    """
    coupons, worth, found = coupons_ppm(security, periods), Fraction(1), []
    for period, coupon_ppm in zip(reversed(periods), reversed(coupons), strict=True):
        found.append(max(0, int((worth - 1) * PPM // 1)))
        if period.due_on <= terms.until_on:
            part = _fraction(year_fraction(period.start_on, period.end_on, security.day_count))
            worth += Fraction(coupon_ppm, PPM) * part
            worth /= 1 + Fraction(terms.discount_ppm_annual, PPM) * part
    return tuple(reversed(found))


def _fraction(part: YearFraction) -> Fraction:
    return Fraction(part.numerator, part.denominator)
