"""How far cash covers what is due, and how far the assets cover the classes; each rounded to the cautious side."""

from collections.abc import Sequence

from chizai.units.rate import PPM


def dscr_ppm(available_minor: Sequence[int], due_minor: Sequence[int]) -> tuple[int | None, ...]:
    """Give each period's debt service coverage ratio: cash available for debt service over debt service due.

    Args:
        available_minor: cash after the costs that rank before the classes; shape (n_periods,).
        due_minor: scheduled interest and principal, not negative; shape (n_periods,).

    Returns:
        parts per million, rounded down (1_250_000 is 1.25 times); None for a period in which nothing is due.

    Raises:
        ValueError: the two do not have the same number of periods, or a due is negative.
    """
    if min(due_minor, default=0) < 0:
        raise ValueError("debt service due cannot be negative")
    pairs = zip(available_minor, due_minor, strict=True)
    return tuple(available * PPM // due if due else None for available, due in pairs)


def advance_rate_ppm(balances_minor: Sequence[int], valuation_minor: int) -> int | None:
    """Give how much is advanced on the assets: balances over their value (loan to value).

    Args:
        balances_minor: of the classes counted: for one class's own rate, it and all that rank before it.
        valuation_minor: what the assets are worth.

    Returns:
        parts per million, rounded up so that a limit passed by any amount shows; None where the value is not positive.
    """
    if valuation_minor <= 0:
        return None
    return -(-sum(balances_minor) * PPM // valuation_minor)
