"""The texts and bytes of any deal: what is written is read back, and the same always gives the same."""

from dataclasses import replace
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from chizai.deal.compile import compile_deal
from chizai.deal.encoding import decode
from chizai.deal.model import Deal
from chizai.deal.text import read_deal, write_deal
from chizai.units.result import Ok
from chizai.waterfall.exact import run_exact
from chizai.waterfall.explain import Explainer

Cases: TypeAlias = st.SearchStrategy[Explainer]


@given(data=st.data())
def test_a_deal_is_written_and_read_back_whole_and_byte_stable(any_case: Cases, data: st.DataObject) -> None:
    deal = data.draw(any_case).deal
    text = write_deal(deal)
    again = read_deal(text)
    assert again == Ok(deal)
    assert write_deal(again.value) == text


@given(data=st.data())
def test_a_program_is_encoded_and_decoded_whole_and_byte_stable(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    encoded = case.run.program.encode()
    decoded = decode(encoded)
    assert decoded == case.run.program
    assert decoded.encode() == encoded
    assert run_exact(decoded, case.run.inflows_minor) == case.run


@given(data=st.data())
def test_the_text_of_a_deal_alone_gives_its_program(any_case: Cases, data: st.DataObject) -> None:
    case = data.draw(any_case)
    read = read_deal(write_deal(case.deal))
    assert isinstance(read, Ok)
    assert compile_deal(read.value) == Ok(case.run.program)


def digest(deal: Deal) -> str:
    compiled = compile_deal(deal)
    assert isinstance(compiled, Ok)
    return compiled.value.digest()


@given(data=st.data())
def test_a_term_that_moves_money_changes_the_digest(any_case: Cases, data: st.DataObject) -> None:
    deal = data.draw(any_case).deal
    first, *others = deal.classes
    residual = deal.clauses[-1]
    changed = (
        replace(deal, id="another"),
        replace(deal, classes=(replace(first, balance_minor=first.balance_minor + first.unit_minor), *others)),
        replace(deal, clauses=(*deal.clauses[:-1], replace(residual, limit_minor=10**15))),
        replace(deal, schedule=replace(deal.schedule, months=2)),
    )
    assert len({digest(each) for each in (deal, *changed)}) == 1 + len(changed)
