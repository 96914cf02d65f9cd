"""What a class is priced on: the price that is asked for it, or the yield that is asked of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from chizai.units.rate import PPM, format_ppm
from chizai.units.result import Failure, Reason, reporter
from chizai.units.toml import STRICT

MOST_PPM = 1_000 * PPM
"""A thousand times par, or 100,000 % a year: beyond it a number stands in another unit than parts per million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PricingAssumption:
    """The one of price and yield that is given; the other is computed from it and the class's payments."""

    __pydantic_config__ = STRICT

    class_id: str
    """The class of the deal that is priced."""
    price_ppm: int | None = None
    """Price per par in parts per million: 1_000_000 is par."""
    yield_ppm_annual: int | None = None
    """Yield in parts per million a year, annual compounding, ACT/365F."""


def check_pricing(assumptions: Sequence[PricingAssumption], class_ids: Collection[str], file: str) -> list[Failure]:
    """List what is wrong with the pricing of a deal, at `pricing[n]` of the file.

    Args:
        assumptions: as they stand in the file.
        class_ids: the classes that the deal has.
        file: its name as the user gave it.
    """
    failures: list[Failure] = []
    report = reporter(failures, file)
    seen: set[str] = set()
    for number, pricing in enumerate(assumptions, start=1):
        key, name = f"pricing[{number}]", pricing.class_id
        if name not in class_ids:
            known = ", ".join(class_ids)
            report(
                Reason.UNKNOWN,
                f"{key}.class_id",
                f"the deal has no class {name!r}",
                "nothing would be priced",
                f"write one of {known}",
            )
        if name in seen:
            report(
                Reason.DUPLICATE,
                f"{key}.class_id",
                f"class {name!r} is priced twice",
                "it can have one price only",
                "remove one of the two",
            )
        seen.add(name)
        _check_basis(pricing, key, report)
    return failures


def _check_basis(pricing: PricingAssumption, key: str, report: Callable[..., None]) -> None:
    price_ppm, yield_ppm = pricing.price_ppm, pricing.yield_ppm_annual
    if price_ppm is None and yield_ppm is None:
        why = "one of the two must be known for the other to follow"
        report(Reason.MISSING, key, "neither price_ppm nor yield_ppm_annual is given", why, "add one of them")
    if price_ppm is not None and yield_ppm is not None:
        why = "each follows from the other, so they could contradict"
        report(Reason.INCONSISTENT, key, "both price_ppm and yield_ppm_annual are given", why, "remove one of them")
    if price_ppm is not None and not 0 < price_ppm <= MOST_PPM:
        what = f"a price of {format_ppm(price_ppm)} of par"
        why = f"no yield makes payments worth nothing, nor is anything sold at more than {format_ppm(MOST_PPM)}"
        report(Reason.OUT_OF_RANGE, f"{key}.price_ppm", what, why, "write the price per par; 1_000_000 is par")
    if yield_ppm is not None and not -PPM < yield_ppm <= MOST_PPM:
        what = f"a yield of {format_ppm(yield_ppm)} a year"
        why = f"-100% loses everything at once, and nobody asks for more than {format_ppm(MOST_PPM)}"
        fix = "write a yield above -1_000_000; 30_000 is 3%"
        report(Reason.OUT_OF_RANGE, f"{key}.yield_ppm_annual", what, why, fix)
