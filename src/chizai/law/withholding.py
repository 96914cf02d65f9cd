"""What is withheld from interest and dividends before they are paid."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chizai.law.tax_rates import DIVIDEND_PPM, INTEREST_PPM, LOCAL_PPM, SURTAX_PPM
from chizai.units.rate import PPM


class Payment(StrEnum):
    """What is paid."""

    INTEREST = "interest"
    DIVIDEND = "dividend"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is kept back of one payment and paid to the state."""

    income_tax_minor: int
    """Income tax with the surtax for reconstruction."""
    local_tax_minor: int

    @property
    def total_minor(self) -> int:
        """Give all that is kept back."""
        return self.income_tax_minor + self.local_tax_minor


def withheld(payment: Payment, amount_minor: int, paid_on: date, *, individual: bool) -> Withheld:
    """Work out what is withheld from a payment in Japan to a resident.

    Income tax and its surtax are one amount, rounded down to the yen; so is local tax, which individuals alone bear on
    interest. Treaties, holders abroad and financial institutions with exemptions are not covered.

    Args:
        payment: interest of bonds, or dividends of preferred equity.
        amount_minor: before tax, in yen, 0 or more.
        paid_on: the day whose rates hold.
        individual: whether the holder is a person, and no company.

    Returns:
        the amounts; Income Tax Act, art. 182 and 213; act on funds for reconstruction, art. 28.

    Raises:
        ValueError: no rate is known for the day, or the amount is negative.
    """
    if amount_minor < 0:
        raise ValueError(f"{amount_minor} is no payment")
    rate_ppm = (INTEREST_PPM if payment is Payment.INTEREST else DIVIDEND_PPM).on(paid_on)
    local_ppm = LOCAL_PPM.on(paid_on)
    if rate_ppm is None or local_ppm is None:
        raise ValueError(f"no rate is known for {paid_on}")
    with_surtax = rate_ppm * (PPM + (SURTAX_PPM.on(paid_on) or 0))
    income_tax_minor = amount_minor * with_surtax // PPM**2
    bears_local = individual and payment is Payment.INTEREST
    return Withheld(income_tax_minor, amount_minor * local_ppm // PPM if bears_local else 0)
