"""What a holder gained over the whole holding, for an interest that is bought once and redeemed once."""

from dataclasses import dataclass

from chizai.deal.model import Deal
from chizai.deal.program import SlotKind
from chizai.units.rate import PPM, share_floor
from chizai.waterfall.exact import ExactRun
from chizai.waterfall.tables import class_table

PPM_A_BASIS_POINT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingReturn:
    """What the first holders of a class gain from closing to its last payment, if they keep it."""

    class_id: str
    paid_minor: int
    """The issue price of the whole class, and what holders paid in later as they had promised."""
    fee_minor: int
    """The sales fee beside it."""
    received_minor: int
    """All payments of the deal's life."""
    gross_ppm: int
    """Total return on the price, rounded down."""
    after_fee_ppm: int
    """Total return on the price and the sales fee, rounded down."""


def holding_returns(deal: Deal, run: ExactRun) -> tuple[HoldingReturn, ...]:
    """Give the holding return of every class that is sold for money, in the order of the deal."""
    returns = []
    for security in deal.classes:
        paid_minor = share_floor(security.balance_minor, security.issue_price_ppm) + _drawn_minor(run, security.id)
        fee_minor = share_floor(security.balance_minor, security.sales_fee_ppm)
        received_minor = sum(row.paid_minor for row in class_table(run, security.id))
        if paid_minor:
            returns.append(
                HoldingReturn(
                    class_id=security.id,
                    paid_minor=paid_minor,
                    fee_minor=fee_minor,
                    received_minor=received_minor,
                    gross_ppm=holding_return_ppm(paid_minor, 0, received_minor),
                    after_fee_ppm=holding_return_ppm(paid_minor, fee_minor, received_minor),
                )
            )
    return tuple(returns)


def _drawn_minor(run: ExactRun, class_id: str) -> int:
    """Sum what the holders of a class paid in after closing, as they had promised."""
    slots = [n for n, slot in enumerate(run.program.slots) if (slot.kind, slot.of) == (SlotKind.UNDRAWN, class_id)]
    last = len(run.program.payment_dates) - 1
    return sum(run.program.slots[slot].opening_minor - run.closing(last, slot) for slot in slots)


def holding_return_ppm(paid_minor: int, fee_minor: int, received_minor: int) -> int:
    """Give the total return of a holding: what came back over all that was laid out, less one.

    It is not annualised. 10_000 paid with a sales fee of 300 and 10_088 redeemed lose 20_583 ppm; without the fee they
    gain 8_800 ppm.

    Args:
        paid_minor: the price of the interest.
        fee_minor: what was paid beside it, such as a sales fee; zero for the gross return.
        received_minor: distributions and redemption together.

    Returns:
        parts per million, rounded down (towards minus infinity), so that a gain is never overstated.

    Raises:
        ValueError: nothing was laid out.
    """
    outlay_minor = paid_minor + fee_minor
    if outlay_minor <= 0:
        raise ValueError(f"a return needs an outlay above zero, not {outlay_minor}")
    return (received_minor - outlay_minor) * PPM // outlay_minor


def format_return(return_ppm: int) -> str:
    """Write a return in percent with its sign and two decimals, halves away from zero: -20_583 is `-2.06%`."""
    basis_points = (abs(return_ppm) + PPM_A_BASIS_POINT // 2) // PPM_A_BASIS_POINT
    sign = "" if basis_points == 0 else "+" if return_ppm > 0 else "-"
    whole, part = divmod(basis_points, 100)
    return f"{sign}{whole}.{part:02d}%"
