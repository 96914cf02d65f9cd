"""Exact, vector and vault agree to the unit on deals made up at random out of every construct of the language."""

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.agreement.agree import assert_all_agree
from tests.waterfall.conftest import cases as sound_cases
from tests.waterfall.conftest import written_formula
from tests.waterfall.language.conftest import cases, deals

from chizai.waterfall.vault_gaps import vault_gaps

PAYEES = 100
AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""A case that fails is shown as it was found: to make it smaller would take a run of all three at each step."""


@settings(max_examples=300, phases=AS_FOUND)
@given(data=st.data())
def test_any_deal_of_the_language_pays_the_same_in_all_three(data: st.DataObject) -> None:
    case = data.draw(cases(deals(written_formula), 1))
    assert vault_gaps(case.program, "deal.toml", PAYEES) == ()
    assert_all_agree(case.program, case.inputs[0])


@settings(max_examples=20, phases=AS_FOUND)
@given(data=st.data())
def test_any_sound_deal_pays_the_same_in_all_three(data: st.DataObject) -> None:
    case = data.draw(sound_cases())
    assert vault_gaps(case.run.program, "deal.toml", PAYEES) == ()
    assert_all_agree(case.run.program, [case.run.inflows_minor])
