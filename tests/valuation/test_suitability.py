from itertools import product

import pytest

from chizai.assets.rights import KINDS
from chizai.valuation.methods import Method
from chizai.valuation.suitability import RULES, Situation, Suitability, suited


def test_the_table_speaks_of_every_method_kind_and_situation_with_a_reason() -> None:
    cases = list(product(Method, KINDS, Situation))

    assert len(cases) == 11 * 6 * 4
    assert all(suited(method, {kind}, situation).because for method, kind, situation in cases)


def test_every_line_of_the_table_decides_some_case() -> None:
    decided = {
        next(number for number, rule in enumerate(RULES) if rule.fits(method, kind, situation))
        for method, kind, situation in product(Method, KINDS, Situation)
    }

    assert decided == set(range(len(RULES)))


@pytest.mark.parametrize("situation", list(Situation))
@pytest.mark.parametrize("kind", list(KINDS))
def test_every_right_in_every_situation_has_a_method_that_is_at_least_possible(kind: str, situation: Situation) -> None:
    found = {suited(method, {kind}, situation).suitability for method in Method}

    assert found & {Suitability.SUITABLE, Suitability.POSSIBLE}


@pytest.mark.parametrize(
    ("method", "kind", "situation", "suitability"),
    [
        (Method.LICENCE_CASH, "patent", Situation.LICENSED, Suitability.SUITABLE),
        (Method.LICENCE_CASH, "patent", Situation.OWN_USE, Suitability.UNSUITED),
        (Method.RELIEF_FROM_ROYALTY, "trademark", Situation.OWN_USE, Suitability.SUITABLE),
        (Method.RELIEF_FROM_ROYALTY, "trade-secret", Situation.OWN_USE, Suitability.POSSIBLE),
        (Method.DEAL_MULTIPLE, "copyright", Situation.LICENSED, Suitability.SUITABLE),
        (Method.REPLACEMENT_COST, "trademark", Situation.UNUSED, Suitability.UNSUITED),
        (Method.DEVELOPMENT_OPTION, "patent", Situation.DEVELOPMENT, Suitability.SUITABLE),
        (Method.DELAY_OPTION, "patent", Situation.LICENSED, Suitability.UNSUITED),
    ],
)
def test_the_table_says_what_practice_says(
    method: Method, kind: str, situation: Situation, suitability: Suitability
) -> None:
    assert suited(method, {kind}, situation).suitability is suitability


def test_a_pool_is_judged_by_the_kind_that_suits_worst() -> None:
    found = suited(Method.REPRODUCTION_COST, {"patent", "trademark"}, Situation.LICENSED)

    assert found.suitability is Suitability.UNSUITED
    assert "mark" in found.because
