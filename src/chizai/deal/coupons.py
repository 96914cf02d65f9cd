"""Terms of a class beyond a plain coupon: steps, an index, a planned amortisation, premiums on a call. Data only."""

from dataclasses import dataclass
from datetime import date

from chizai.units.toml import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponStep:
    """A coupon, or a margin over an index, that holds from a day on: a step-up."""

    __pydantic_config__ = STRICT
    from_on: date
    """The periods that start on this day or later, before any roll, bear it, such as the anticipated repayment date."""
    coupon_ppm_annual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Floating:
    """A coupon that follows an index: index plus `coupon_ppm_annual` as margin, kept within floor and cap."""

    __pydantic_config__ = STRICT
    index: str
    """Id of the observation, a rate, fixed for each period."""
    floor_ppm_annual: int = 0
    cap_ppm_annual: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBalance:
    """What a class should have outstanding after the payments of a day, and until the next such row."""

    __pydantic_config__ = STRICT
    from_on: date
    balance_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPrice:
    """The premium that is owed when the deal is called on or after a day."""

    __pydantic_config__ = STRICT
    from_on: date
    premium_ppm: int
    """Part of the outstanding principal that is owed on top, as interest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeWhole:
    """A premium that leaves holders of a called class as well off as if it had lived: lost coupons, discounted."""

    __pydantic_config__ = STRICT
    until_on: date
    """The day up to which coupons are made good, such as the anticipated repayment date."""
    discount_ppm_annual: int
    """The yearly rate at which they are discounted: reference yield plus spread, as agreed at closing."""
