"""What the parties of the ledger ask the law: as of the chain's day, of the vault's program, for what will be paid."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.business_year import YEAR

from chizai.app.ledger_gates import ask_law
from chizai.law.gate import Gate
from chizai.ledger.stages.facts import DEAL, amended, lay_out_deal, program
from chizai.ledger.stages.gate_answer import Answer, Asking, Gated
from chizai.units.result import Failed, Ok

APPROVERS = "[{ name = 'A. Lawyer', role = 'counsel' }, { name = 'B. Director', role = 'director' }]"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    lay_out_deal(tmp_path / DEAL)
    return tmp_path / DEAL


def asking(gate: Gate, on: date = date(2025, 3, 31), digest: str = "", *equity: tuple[date, int]) -> Asking:
    amount_minor = equity[-1][1] if equity else 0
    act = Gated(gate, "a call", 1, classes=("C",), amount_minor=amount_minor, equity=equity)
    return Asking(act, "trustee", on, digest or program().digest())


def paying(*equity: tuple[date, int]) -> Asking:
    return asking(Gate.DISTRIBUTE, date(2026, 9, 30), "", *equity)


def answer(own: Path, asked: Asking) -> Answer:
    got = ask_law(own, asked)
    assert isinstance(got, Ok), got
    return got.value


def holding(own: Path, asked: Asking) -> list[str]:
    return [each.what for each in answer(own, asked).holding]


def change(own: Path, before: str, after: str) -> None:
    file = own / "law.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")


def write_next_year(own: Path, *, assets_minor: int, dividend_minor: int, returned_minor: int = 0) -> None:
    told = YEAR.format(assets_minor=assets_minor, dividend_minor=dividend_minor, returned_minor=returned_minor)
    with (own / "law.toml").open("a", encoding="utf-8") as file:
        file.write(told)
    change(own, "as_of_on = 2026-09-30", "as_of_on = 2027-06-30")


def test_the_facts_of_the_demonstration_open_each_gate_for_what_it_does(own: Path) -> None:
    for gate in (Gate.ISSUE, Gate.ACQUIRE):
        assert holding(own, asking(gate)) == []


def test_what_nobody_knows_holds_an_act_until_two_persons_answer_for_it(own: Path) -> None:
    change(own, "accepted_on = 2025-03-17\n", "")
    unknown = answer(own, asking(Gate.ACQUIRE)).holding
    assert unknown
    assert all("is unknown at the gate acquire: nobody says filing.accepted_on" in each.what for each in unknown)
    findings = json.loads(answer(own, asking(Gate.ACQUIRE)).record)["unknown"]
    decided = [
        f"[[overrides]]\ngate = 'acquire'\nrule = '{each['rule']}'\nfinding = '{each['finding']}'\n"
        f"approvers = {APPROVERS}\nreason = 'it is a test'\ndecided_on = 2025-03-30\nuntil_on = 2025-04-30\n"
        for each in findings
    ]
    (own / "overrides.toml").write_text("\n".join(decided), encoding="utf-8")
    assert holding(own, asking(Gate.ACQUIRE)) == []
    later = answer(own, asking(Gate.ACQUIRE, date(2025, 5, 1))).holding
    assert later == unknown


def test_facts_that_hardly_say_anything_hold_each_act(own: Path) -> None:
    (own / "law.toml").write_text('as_of_on = 2026-09-30\n[servicing]\nroute = "trust"\n', encoding="utf-8")
    for asked in (asking(Gate.ISSUE), asking(Gate.ACQUIRE), paying((date(2026, 9, 30), 1))):
        assert any(" is unknown at the gate " in each for each in holding(own, asked))


def test_without_facts_nothing_is_done(own: Path) -> None:
    (own / "law.toml").unlink()
    unasked = ask_law(own, asking(Gate.ISSUE))
    assert isinstance(unasked, Failed)
    assert unasked.failures[0].what == "there are no facts of law"


def test_the_law_of_the_chains_day_is_asked_and_facts_that_are_not_whole_until_then_hold_the_act(own: Path) -> None:
    whole, late = (asking(Gate.ACQUIRE, day) for day in (date(2026, 9, 30), date(2026, 10, 1)))
    assert json.loads(answer(own, whole).record)["as_of_on"] == "2026-09-30"
    assert holding(own, whole) == []
    assert holding(own, late) == ["the facts of law are whole until 2026-09-30, and the act is on 2026-10-01"]


def test_another_program_than_the_vaults_holds_the_act(own: Path) -> None:
    asked = asking(Gate.ACQUIRE, date(2026, 7, 30), amended().digest())
    assert holding(own, asked) == [f"its program is {program().digest()}, and the vault pays by {amended().digest()}"]


def test_more_for_equity_than_the_facts_tell_of_the_year_is_held(own: Path) -> None:
    write_next_year(own, assets_minor=11_600_000, dividend_minor=1_500_000)
    due_on = date(2027, 3, 31)
    assert holding(own, paying((due_on, 1_500_000))) == []
    (held,) = holding(own, paying((due_on, 12_202_726)))
    assert held == "preferred equity would have got 12,202,726 minor units, more than the facts of law tell"
    assert "1,500,000" not in held


def test_all_that_equity_gets_out_of_a_year_counts_together_and_another_year_does_not(own: Path) -> None:
    write_next_year(own, assets_minor=11_600_000, dividend_minor=1_500_000)
    out_of_another = (date(2026, 9, 30), 5_000_000)
    first, second = (date(2027, 3, 31), 1_000_000), (date(2027, 9, 30), 500_001)
    assert holding(own, paying(out_of_another, first)) == []
    assert len(holding(own, paying(out_of_another, first, second))) == 1


def test_equity_gets_nothing_before_a_year_has_ended(own: Path) -> None:
    held = holding(own, paying((date(2025, 9, 30), 1)))
    assert [each.split(" is unknown")[0] for each in held[:-1]] == [
        "ASA-041 (up to 2025-09-30)",
        "ASA-042 (up to 2025-09-30)",
    ]
    assert held[-1].startswith("preferred equity would have got 1 minor units")


def test_capital_is_returned_where_the_facts_tell_it_and_the_plan_provides_for_it(own: Path) -> None:
    write_next_year(own, assets_minor=12_302_726, dividend_minor=2_202_726, returned_minor=10_000_000)
    asked = paying((date(2027, 3, 31), 12_202_726))
    assert holding(own, asked) == ["capital is returned, and the plan provides for no reduction of preferred capital"]
    change(own, 'preferred_reduction = "not-planned"', 'preferred_reduction = "planned"')
    assert holding(own, asked) == []


def test_a_dividend_beyond_the_limit_is_held_without_a_word_of_the_figures(own: Path) -> None:
    write_next_year(own, assets_minor=12_302_726, dividend_minor=12_202_726)
    (held,) = answer(own, paying((date(2027, 3, 31), 12_202_726))).holding
    assert held.what == "ASA-041 (2027) shuts the gate distribute"
    assert "2,202,726" not in str(held)
    assert "2,202,726" in answer(own, paying((date(2027, 3, 31), 12_202_726))).record.decode()
