"""The day of closing: what the classes raise and where it goes."""

from dataclasses import dataclass

from chizai.deal.model import Deal
from chizai.units.rate import share_floor


@dataclass(frozen=True, slots=True)
class ClosingFlows:
    """Sources and uses of cash at closing."""

    raised_minor: tuple[tuple[str, int], ...]
    """Class id and what its investors pay, sales fee excluded."""
    funded_minor: tuple[tuple[str, int], ...]
    """Account id and the opening balance that it receives."""
    costs_minor: int
    purchase_price_minor: int
    """What is left, paid to the originator for the rights; negative if the deal does not add up."""

    @property
    def proceeds_minor(self) -> int:
        """Sum what the classes raise."""
        return sum(amount for _, amount in self.raised_minor)


def closing_flows(deal: Deal) -> ClosingFlows:
    """Give the sources and uses at closing; the purchase price is what balances them."""
    raised = tuple((item.id, share_floor(item.balance_minor, item.issue_price_ppm)) for item in deal.classes)
    funded = tuple((account.id, account.opening_minor) for account in deal.accounts if account.opening_minor)
    used = sum(amount for _, amount in funded) + deal.closing_costs_minor
    return ClosingFlows(raised, funded, deal.closing_costs_minor, sum(amount for _, amount in raised) - used)
