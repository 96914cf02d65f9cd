"""How large the products can be that a program divides: small ones need fewer instructions."""

from math import gcd

from chizai.deal.bounds import advance, opening_bounds
from chizai.deal.program import Op, Program, Step
from chizai.units.daycount import YearFraction
from chizai.units.rate import PPM


def rate_of(program: Program, step: Step) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give numerator and divisor of a growth, by period: of a rate that the program knows, or of one ppm.

    The rate is cancelled, so that products stay as small as they can.
    """
    is_known, is_annual = step.op in {Op.ACCRUE, Op.SHARE}, step.op in {Op.ACCRUE, Op.ACCRUE_AT}
    rate_ppm = step.c if is_known else 1
    fractions = program.fractions[step.d] if is_annual else (YearFraction(1, 1),) * len(program.payment_dates)
    common = gcd(rate_ppm, PPM)
    numerators = tuple(rate_ppm // common * each.numerator for each in fractions)
    return numerators, tuple(PPM // common * each.denominator for each in fractions)


def largest_products(program: Program) -> tuple[int, ...]:
    """Give the largest product that each ACCRUE and SHARE of a program could divide, whatever is collected; else 0."""
    bound = opening_bounds(program)
    rates = {
        number: rate_of(program, step)[0]
        for number, step in enumerate(program.steps)
        if step.op in {Op.ACCRUE, Op.SHARE}
    }
    largest = [0] * len(program.steps)
    for period in range(len(program.payment_dates)):
        bound.period = period
        for number, step in enumerate(program.steps):
            if step.first_period <= period <= step.last_period:
                if number in rates:
                    largest[number] = max(largest[number], bound.most[step.b] * rates[number][period])
                advance(bound, step)
    return tuple(largest)
