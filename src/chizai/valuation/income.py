"""The income approach: what the rights are worth by the cash that their licences are expected to bring."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chizai.forecast.assumptions import INPUTS_FILE
from chizai.forecast.receipts import Receipt
from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, format_ppm, share_floor
from chizai.units.result import Failed, Failure, Ok, Place, Reason, Result
from chizai.valuation.assumptions import ValuationAssumptions
from chizai.valuation.discounting import present_value, survival_factor, tax_amortisation_factor


@dataclass(frozen=True, slots=True)
class ValuationLine:
    """What one licence's receipts are worth. Amounts are minor units of the valuation's currency."""

    licence_id: str
    receipts_minor: int
    """Undiscounted receipts before tax."""
    after_tax_minor: int
    """Undiscounted receipts after tax, each rounded down."""
    present_value_minor: int
    """Discounted, without tax amortisation benefit, rounded down."""
    tax_benefit_minor: int
    """What the tax amortisation benefit adds."""
    value_minor: int
    """Present value and benefit together, rounded down once."""
    origin: Explained


@dataclass(frozen=True, slots=True)
class Valuation:
    """What a pool's receipts are worth on a day: each sum is that of its lines."""

    as_of_on: date
    currency: str
    assumptions: ValuationAssumptions
    tax_factor: float
    """Tax amortisation benefit factor: value over present value."""
    lines: tuple[ValuationLine, ...]
    """One for each licence with receipts after the day, by licence."""
    receipts_minor: int
    after_tax_minor: int
    present_value_minor: int
    tax_benefit_minor: int
    value_minor: int
    origin: Explained


def value_receipts(
    receipts: Sequence[Receipt], currencies: Mapping[str, str], assumptions: ValuationAssumptions, as_of_on: date
) -> Result[Valuation]:
    """Value receipts by the income approach.

    Args:
        receipts: forecast ones; those on or before the as-of date are past and worth nothing now.
        currencies: ISO 4217 code by licence id; all licences with receipts must have the same.
        assumptions: discount rate, tax and what else reduces the cash.
        as_of_on: the day of the value.

    Returns:
        the valuation, or every failure of the assumptions.
    """
    coming = [receipt for receipt in receipts if receipt.received_on > as_of_on]
    codes = sorted({currencies[receipt.licence_id] for receipt in coming} or set(currencies.values()))
    failures = [*_check(assumptions), *([_mixed(codes)] if len(codes) != 1 else [])]
    if failures:
        return Failed(tuple(failures))
    factor = tax_amortisation_factor(assumptions.tax_ppm, assumptions.tax_life_years, assumptions.discount_ppm_annual)
    by_licence: dict[str, list[Receipt]] = {}
    for receipt in sorted(coming, key=lambda receipt: (receipt.licence_id, receipt.received_on)):
        by_licence.setdefault(receipt.licence_id, []).append(receipt)
    lines = tuple(_line(its, assumptions, factor, as_of_on, codes[0]) for its in by_licence.values())
    value_minor = sum(line.value_minor for line in lines)
    return Ok(
        Valuation(
            as_of_on=as_of_on,
            currency=codes[0],
            assumptions=assumptions,
            tax_factor=factor,
            lines=lines,
            receipts_minor=sum(line.receipts_minor for line in lines),
            after_tax_minor=sum(line.after_tax_minor for line in lines),
            present_value_minor=sum(line.present_value_minor for line in lines),
            tax_benefit_minor=sum(line.tax_benefit_minor for line in lines),
            value_minor=value_minor,
            origin=Explained(
                f"value on {as_of_on}",
                amount_text(value_minor, codes[0]),
                "sum of the licences' values",
                tuple(line.origin for line in lines),
            ),
        )
    )


def _line(
    receipts: Sequence[Receipt], assumptions: ValuationAssumptions, factor: float, as_of_on: date, currency: str
) -> ValuationLine:
    flows_minor = [share_floor(receipt.amount_minor, PPM - assumptions.tax_ppm) for receipt in receipts]
    surviving = [
        (receipt.received_on, flow * _survival(assumptions, as_of_on, receipt.received_on))
        for receipt, flow in zip(receipts, flows_minor, strict=True)
    ]
    present = present_value(surviving, assumptions.discount_ppm_annual, as_of_on)
    present_minor, value_minor = math.floor(present), math.floor(present * factor)
    licence_id = receipts[0].licence_id
    return ValuationLine(
        licence_id=licence_id,
        receipts_minor=sum(receipt.amount_minor for receipt in receipts),
        after_tax_minor=sum(flows_minor),
        present_value_minor=present_minor,
        tax_benefit_minor=value_minor - present_minor,
        value_minor=value_minor,
        origin=Explained(
            f"value of {licence_id}",
            amount_text(value_minor, currency),
            f"present value x {factor:.6f} for the tax amortisation benefit, rounded down",
            (
                Explained(
                    f"present value of {licence_id}",
                    amount_text(present_minor, currency),
                    _discounting_words(assumptions),
                    tuple(receipt.origin for receipt in receipts),
                ),
            ),
        ),
    )


def _survival(assumptions: ValuationAssumptions, as_of_on: date, paid_on: date) -> float:
    erosion = survival_factor(assumptions.erosion_ppm_annual, as_of_on, paid_on)
    return erosion * survival_factor(assumptions.invalidation_ppm_annual, as_of_on, paid_on)


def _discounting_words(assumptions: ValuationAssumptions) -> str:
    words = [
        f"receipts less {format_ppm(assumptions.tax_ppm)} tax",
        f"discounted at {format_ppm(assumptions.discount_ppm_annual)} a year on actual dates (ACT/365F)",
    ]
    if assumptions.erosion_ppm_annual:
        words.append(f"eroded by {format_ppm(assumptions.erosion_ppm_annual)} a year")
    if assumptions.invalidation_ppm_annual:
        words.append(f"surviving invalidation of {format_ppm(assumptions.invalidation_ppm_annual)} a year")
    return ", ".join(words)


def _check(assumptions: ValuationAssumptions) -> list[Failure]:
    """Give what is wrong with the assumptions' ranges."""
    ranges = {
        "discount_ppm_annual": (assumptions.discount_ppm_annual, 0, 10 * PPM),
        "tax_ppm": (assumptions.tax_ppm, 0, PPM - 1),
        "tax_life_years": (assumptions.tax_life_years, 0, 100),
        "erosion_ppm_annual": (assumptions.erosion_ppm_annual, 0, PPM),
        "invalidation_ppm_annual": (assumptions.invalidation_ppm_annual, 0, PPM),
    }
    return [
        Failure(
            Reason.OUT_OF_RANGE,
            Place(INPUTS_FILE, None, f"valuation.{key}"),
            f"{value}",
            "a value cannot be computed outside the possible range",
            f"write a number from {low} to {high}",
        )
        for key, (value, low, high) in ranges.items()
        if not low <= value <= high
    ]


def _mixed(codes: Sequence[str]) -> Failure:
    return Failure(
        Reason.CURRENCY,
        Place("licences.toml", None, "currency"),
        f"the licences pay in {', '.join(codes) or 'no currency'}",
        "a value is one amount of one currency",
        "value the licences of each currency by themselves",
    )
