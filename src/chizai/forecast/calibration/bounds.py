"""Numbers that lie on the bound of where a fit looks for them: it is the bound, and not the rows, that they show."""

from collections.abc import Iterator, Sequence

NEAR = 1e-6
"""What part of its range a number is from a bound at most that it lies on."""


def bound_of(number: float, lowest: float, highest: float) -> float | None:
    """Give the bound that a fitted number lies on, or none."""
    near = NEAR * (highest - lowest)
    return next((bound for bound in (lowest, highest) if abs(number - bound) <= near), None)


def on_bounds(
    names: Sequence[str], numbers: Sequence[float], lowest: Sequence[float], highest: Sequence[float]
) -> Iterator[str]:
    """Yield a remark for every fitted number that lies on a bound of where it was looked for."""
    for name, number, least, most in zip(names, numbers, lowest, highest, strict=True):
        bound = bound_of(number, least, most)
        if bound is not None:
            end = "least" if bound == least else "most"
            yield f"{name} lies at {bound:g}, the {end} that is looked for: the rows show no more than its side"


def within(
    errors: Sequence[float | None], numbers: Sequence[float], lowest: Sequence[float], highest: Sequence[float]
) -> tuple[float | None, ...]:
    """Give the errors of fitted numbers, none for one that lies on a bound."""
    return tuple(
        error if bound_of(number, least, most) is None else None
        for error, number, least, most in zip(errors, numbers, lowest, highest, strict=True)
    )
