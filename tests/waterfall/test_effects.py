"""A run read slot by slot says the same as the run read step by step."""

from hypothesis import given
from hypothesis import strategies as st

from chizai.waterfall.effects import effects
from chizai.waterfall.explain import Explainer


@given(data=st.data())
def test_opening_and_effects_make_the_closing_value_of_every_slot(
    any_case: st.SearchStrategy[Explainer], data: st.DataObject
) -> None:
    run = data.draw(any_case).run
    for period in range(len(run.inflows_minor)):
        for slot in range(len(run.program.slots)):
            changes = [effect.change_minor for effect in effects(run, period, slot)]
            assert run.opening(period, slot) + sum(changes) == run.closing(period, slot)
