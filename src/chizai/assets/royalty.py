"""What a licensee owes: ladder, minimum, cap, milestones, advance, in this order; and the cash that it brings.

Every division is floored, once: the ladder's sum over all its rungs, the tax on the amount payable.
"""

from dataclasses import dataclass
from datetime import date

from chizai.assets.licences import LadderBasis, RoyaltyTerms
from chizai.units.explain import Explained
from chizai.units.money import Currency, amount_text
from chizai.units.rate import PPM, format_ppm, share_floor


@dataclass(frozen=True, slots=True)
class ContractYear:
    """What a licensee sold in one contract year."""

    start_on: date
    end_on: date
    """Last day of the year."""
    sales_minor: int
    """Net sales that bear royalty; not negative."""
    sales_parts: tuple[Explained, ...] = ()
    """What they are the sum of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyDue:
    """One contract year's royalty. Earned + topped up - capped + milestones - recouped = payable."""

    earned_minor: int
    """What the ladder gives on the sales."""
    topped_up_minor: int
    """Added to reach the year's minimum."""
    capped_minor: int
    """Taken off to keep the year's cap."""
    milestones_minor: int
    """Milestones reached in the year; they neither count to minimum and cap nor recoup the advance."""
    recouped_minor: int
    """Royalty kept back against the advance."""
    advance_left_minor: int
    """Advance still to be recouped after the year."""
    payable_minor: int
    payable_explained: Explained
    """How `payable_minor` was come by."""


def ladder_minor(terms: RoyaltyTerms, sales_minor: int) -> int:
    """Give the royalty that the ladder makes of a year's sales, floored once over all rungs.

    Raises:
        ValueError: the sales are negative.
    """
    return sum(part_minor * rate_ppm for part_minor, rate_ppm in _rungs_used(terms, sales_minor)) // PPM


def milestones_minor(terms: RoyaltyTerms, year: ContractYear) -> int:
    """Give the milestones that were reached in a year."""
    return sum(
        milestone.amount_minor
        for milestone in terms.milestones
        if milestone.reached_on is not None and year.start_on <= milestone.reached_on <= year.end_on
    )


def royalty_due(terms: RoyaltyTerms, year: ContractYear, advance_left_minor: int, currency: Currency) -> RoyaltyDue:
    """Work out one contract year.

    Args:
        terms: the licence's terms.
        year: its sales.
        advance_left_minor: what of the advance is not recouped yet, not negative.
        currency: of the terms and the sales, to write the amounts in the explanation.

    Raises:
        ValueError: the sales or the advance left are negative.
    """
    if advance_left_minor < 0:
        raise ValueError(f"an advance cannot be recouped beyond its amount ({advance_left_minor})")
    earned = ladder_minor(terms, year.sales_minor)
    topped_up = max(terms.minimum_annual_minor - earned, 0)
    cap = terms.cap_annual_minor
    capped = 0 if cap is None else max(earned + topped_up - cap, 0)
    milestones = milestones_minor(terms, year)
    royalty = earned + topped_up - capped
    recouped = min(advance_left_minor, royalty)
    payable = royalty - recouped + milestones
    amounts = {
        "earned_minor": earned,
        "topped_up_minor": topped_up,
        "capped_minor": capped,
        "milestones_minor": milestones,
        "recouped_minor": recouped,
        "advance_left_minor": advance_left_minor - recouped,
        "payable_minor": payable,
    }
    return RoyaltyDue(**amounts, payable_explained=_payable_explained(terms, year, amounts, currency))


def withholding_of(royalty_minor: int, terms: RoyaltyTerms) -> int:
    """Give the tax kept back from a royalty, floored; that of a correction is exactly that of what it undoes."""
    kept_minor = share_floor(abs(royalty_minor), terms.withholding_ppm)
    return kept_minor if royalty_minor >= 0 else -kept_minor


def cash_of_royalty(royalty_minor: int, terms: RoyaltyTerms) -> int:
    """Give the cash that a royalty brings: the royalty less its withholding tax, without consumption tax.

    Args:
        royalty_minor: as a statement reports it; negative for a correction.
        terms: of the licence.
    """
    return royalty_minor - withholding_of(royalty_minor, terms)


def _rungs_used(terms: RoyaltyTerms, sales_minor: int) -> list[tuple[int, int]]:
    """List the part of the sales that each rate applies to."""
    if sales_minor < 0:
        raise ValueError(f"a year's sales cannot be negative ({sales_minor})")
    reached = [rung for rung in terms.ladder if rung.sales_from_minor <= sales_minor]
    if not reached:
        return []
    if terms.ladder_basis is LadderBasis.WHOLE:
        return [(sales_minor, reached[-1].rate_ppm)]
    tops = [rung.sales_from_minor for rung in reached[1:]] + [sales_minor]
    return [(top - rung.sales_from_minor, rung.rate_ppm) for rung, top in zip(reached, tops, strict=True)]


def _payable_explained(
    terms: RoyaltyTerms, year: ContractYear, amounts: dict[str, int], currency: Currency
) -> Explained:
    def money(amount_minor: int) -> str:
        return amount_text(amount_minor, currency.code)

    def line(label: str, name: str, because: str, parts: tuple[Explained, ...] = ()) -> Explained:
        return Explained(label, money(amounts[name]), because, parts)

    rungs = tuple(
        Explained(f"sales at {format_ppm(rate_ppm)}", money(part_minor))
        for part_minor, rate_ppm in _rungs_used(terms, year.sales_minor)
    )
    sales = (Explained("net sales", money(year.sales_minor), "the sum of these", year.sales_parts),)
    cap = "no cap" if terms.cap_annual_minor is None else f"royalty above the cap of {money(terms.cap_annual_minor)}"
    ladder = (*rungs, *(sales if year.sales_parts else ()))
    parts = (
        line("earned", "earned_minor", f"{terms.ladder_basis} ladder on sales, rounded down once", ladder),
        line("topped up", "topped_up_minor", f"to the minimum of {money(terms.minimum_annual_minor)}"),
        line("capped", "capped_minor", cap),
        line("milestones", "milestones_minor", f"reached from {year.start_on} to {year.end_on}"),
        line("recouped", "recouped_minor", f"against the advance; {money(amounts['advance_left_minor'])} left"),
    )
    because = "earned + topped up - capped + milestones - recouped"
    return line(f"royalty payable for {year.start_on} to {year.end_on}", "payable_minor", because, parts)
