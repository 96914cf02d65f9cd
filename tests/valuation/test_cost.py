from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chizai.valuation.cost import cost_value
from chizai.valuation.cost_terms import CostBasis, CostItem, CostMethod, Obsolescence
from chizai.valuation.methods import Method
from chizai.valuation.sources import Sources

SOURCES = Sources(file="inputs.toml", key="appraisals[1] (first)", path="costs[1] (rebuild)", currency="JPY")
WAGES = CostItem(id="wages", amount_minor=80_000_000, index_ppm=1_100_000)
FILING = CostItem(id="filing", amount_minor=2_000_000)
REBUILD = CostMethod(
    id="rebuild", basis=CostBasis.REPRODUCTION, items=(WAGES, FILING), profit_ppm=100_000, incentive_ppm=50_000
)
LOSS = st.integers(0, 1_000_000)


def test_cost_new_is_indexed_costs_with_profit_and_the_return_for_waiting() -> None:
    """88 and 2 million, 10 % profit, 5 % on top: 103.95 million."""
    assert cost_value(REBUILD, SOURCES).value_minor == 103_950_000


def test_each_obsolescence_takes_from_what_the_one_before_left() -> None:
    method = replace(
        REBUILD,
        physical=Obsolescence(loss_ppm=500_000, because="half of the term is gone"),
        functional=Obsolescence(loss_ppm=200_000, because="a better coding is known"),
        economic=Obsolescence(loss_ppm=100_000, because="the market shrinks"),
    )

    found = cost_value(method, SOURCES)

    assert found.value_minor == 37_422_000  # 103.95 million x .5 x .8 x .9
    words = [node.label for node in found.origin.walk()]
    assert words.index("left by economic obsolescence") < words.index("left by functional obsolescence")
    assert any("half of the term is gone" in word for word in words)


@pytest.mark.parametrize(
    ("basis", "method"),
    [(CostBasis.REPRODUCTION, Method.REPRODUCTION_COST), (CostBasis.REPLACEMENT, Method.REPLACEMENT_COST)],
)
def test_what_is_made_again_decides_the_method(basis: CostBasis, method: Method) -> None:
    assert cost_value(replace(REBUILD, basis=basis), SOURCES).method is method


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=6), LOSS, LOSS, LOSS)
def test_no_loss_makes_a_cost_larger_and_a_whole_loss_leaves_nothing(
    amounts: list[int], physical: int, functional: int, economic: int
) -> None:
    items = tuple(CostItem(id=f"i{number}", amount_minor=amount) for number, amount in enumerate(amounts))
    method = CostMethod(
        id="rebuild",
        basis=CostBasis.REPLACEMENT,
        items=items,
        physical=Obsolescence(loss_ppm=physical, because="age"),
        functional=Obsolescence(loss_ppm=functional, because="design"),
        economic=Obsolescence(loss_ppm=economic, because="demand"),
    )

    left = cost_value(method, SOURCES).value_minor

    assert 0 <= left <= sum(amounts)
    assert cost_value(replace(method, economic=Obsolescence(loss_ppm=1_000_000, because="all")), SOURCES).value == 0
