"""The cost approach: what it would take to make the rights again, less what they have lost."""

from chizai.units.explain import Explained
from chizai.units.money import amount_text
from chizai.units.rate import PPM, share_floor
from chizai.valuation.cost_terms import CostBasis, CostItem, CostMethod, Obsolescence
from chizai.valuation.methods import Method, MethodValue
from chizai.valuation.sources import Sources

METHODS = {CostBasis.REPRODUCTION: Method.REPRODUCTION_COST, CostBasis.REPLACEMENT: Method.REPLACEMENT_COST}


def cost_value(method: CostMethod, sources: Sources) -> MethodValue:
    """Value rights at their cost new, less physical, functional and economic obsolescence.

    Each obsolescence is a part of what the one before has left, and each step is rounded down. Source: IVS 105
    (Valuation Approaches and Methods), "Cost Approach", cited from memory.

    Args:
        method: costs, profit, incentive and losses.
        sources: of the method.
    """
    left = _cost_new(method, sources)
    losses = {"physical": method.physical, "functional": method.functional, "economic": method.economic}
    for name, loss in losses.items():
        if loss is not None:
            left = _less(name, loss, left, sources)
    value_minor, origin = left
    used = METHODS[method.basis]
    shown = amount_text(value_minor, sources.currency)
    return MethodValue(
        id=method.id,
        method=used,
        value_minor=value_minor,
        value=float(value_minor),
        origin=Explained(f"value of {method.id} by {used}", shown, "cost new less obsolescence", (origin,)),
    )


def _cost_new(method: CostMethod, sources: Sources) -> tuple[int, Explained]:
    items = [_item(item, sources.below("items", index, item.id)) for index, item in enumerate(method.items)]
    costs_minor = sum(amount_minor for amount_minor, _ in items)
    with_profit_minor = share_floor(costs_minor, PPM + method.profit_ppm)
    new_minor = share_floor(with_profit_minor, PPM + method.incentive_ppm)
    parts = (
        *(origin for _, origin in items),
        sources.rate("profit_ppm", "developer's profit", method.profit_ppm),
        sources.rate("incentive_ppm", "return for time and risk", method.incentive_ppm),
    )
    because = "sum of costs x (1 + profit) x (1 + incentive), each rounded down"
    return new_minor, Explained(f"{method.basis} cost new", amount_text(new_minor, sources.currency), because, parts)


def _item(item: CostItem, sources: Sources) -> tuple[int, Explained]:
    today_minor = share_floor(item.amount_minor, item.index_ppm)
    parts = (
        sources.amount("amount_minor", f"cost of {item.id} as spent or quoted", item.amount_minor),
        sources.rate("index_ppm", "price level of today over that of the amount", item.index_ppm),
    )
    shown = amount_text(today_minor, sources.currency)
    return today_minor, Explained(f"cost of {item.id} today", shown, "amount x index, rounded down", parts)


def _less(name: str, loss: Obsolescence, before: tuple[int, Explained], sources: Sources) -> tuple[int, Explained]:
    before_minor, origin = before
    after_minor = share_floor(before_minor, PPM - loss.loss_ppm)
    rate = sources.below(name).rate("loss_ppm", f"{name} obsolescence: {loss.because}", loss.loss_ppm)
    shown = amount_text(after_minor, sources.currency)
    return after_minor, Explained(f"left by {name} obsolescence", shown, "x (1 - loss), rounded down", (origin, rate))
